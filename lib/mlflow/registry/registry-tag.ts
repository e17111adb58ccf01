import { invalidValue } from "../wire/errors";
import { assertKey, assertLength, limits } from "../wire/limits";

/** Refuses a tag of a registered model or version whose key or value the registry does not take. */
export function assertRegistryTag(key: string, value: string): void {
  assertKey("key", key, limits.registryTagKey);
  assertLength("value", value, limits.registryTagValue);
}

/** Refuses what would make a prompt of a model: prompts are not governed here. */
export function assertNoPrompt(tags: Readonly<Record<string, string>>): void {
  if (tags["mlflow.prompt.is_prompt"]?.toLowerCase() === "true")
    throw invalidValue(
      "Prompts are not kept in this registry. Register a model, without the tag mlflow.prompt.is_prompt.",
    );
}
