import { type Stage, stageNamed, stages } from "@/lib/models/stage";
import { invalidValue } from "../wire/errors";

/** A stage by its name in any case. */
export function requireStage(text: string): Stage {
  const stage = stageNamed(text);
  if (stage) return stage;
  throw invalidValue(`Invalid Model Version stage: ${text.slice(0, 100)}. Value must be one of ${stages.join(", ")}.`);
}
