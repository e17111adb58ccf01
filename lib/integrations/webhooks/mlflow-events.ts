/** What a webhook in MLflow's form can ask for: kinds of thing, and what happens to them. */
export const mlflowPairs = {
  REGISTERED_MODEL: ["CREATED"],
  MODEL_VERSION: ["CREATED"],
  MODEL_VERSION_TAG: ["SET", "DELETED"],
  MODEL_VERSION_ALIAS: ["CREATED", "DELETED"],
  PROMPT: ["CREATED"],
  PROMPT_VERSION: ["CREATED"],
  PROMPT_TAG: ["SET", "DELETED"],
  PROMPT_VERSION_TAG: ["SET", "DELETED"],
  PROMPT_ALIAS: ["CREATED", "DELETED"],
} as const satisfies Record<string, readonly string[]>;

export type MlflowEvent = { entity: string; action: string };

const actions: Readonly<Record<string, string>> = {
  "model.created": "REGISTERED_MODEL.CREATED",
  "version.registered": "MODEL_VERSION.CREATED",
  "version.tagged": "MODEL_VERSION_TAG.SET",
  "version.untagged": "MODEL_VERSION_TAG.DELETED",
  "model.alias_set": "MODEL_VERSION_ALIAS.CREATED",
  "model.alias_removed": "MODEL_VERSION_ALIAS.DELETED",
};

/** An event as it is stored: "MODEL_VERSION.CREATED". */
export const pairOf = ({ entity, action }: MlflowEvent): string => `${entity}.${action}`;
export const eventOf = (pair: string): MlflowEvent => {
  const [entity = "", action = ""] = pair.split(".");
  return { entity, action };
};
export const isPair = (pair: string): boolean => {
  const { entity, action } = eventOf(pair);
  const allowed: readonly string[] | undefined = Object.hasOwn(mlflowPairs, entity)
    ? mlflowPairs[entity as keyof typeof mlflowPairs]
    : undefined;
  return allowed?.includes(action) ?? false;
};

/** The event in MLflow's words that an action of the log is, or null. Prompts are not kept here, so nothing is one. */
export const mlflowPairOf = (action: string): string | null =>
  Object.hasOwn(actions, action) ? (actions[action] ?? null) : null;

const tags = { example_key: "example_value" };
const description = "An example";
const version = { name: "example_model", version: "1" };
const examples: Readonly<Record<string, object>> = {
  "REGISTERED_MODEL.CREATED": { name: "example_model", tags, description },
  "MODEL_VERSION.CREATED": { ...version, source: "models:/123", run_id: "abcd1234abcd5678", tags, description },
  "MODEL_VERSION_TAG.SET": { ...version, key: "example_key", value: "example_value" },
  "MODEL_VERSION_TAG.DELETED": { ...version, key: "example_key" },
  "MODEL_VERSION_ALIAS.CREATED": { name: "example_model", alias: "example_alias", version: "1" },
  "MODEL_VERSION_ALIAS.DELETED": { name: "example_model", alias: "example_alias" },
};

/** What a test call carries for an event. */
export const exampleOf = (pair: string): object => examples[pair] ?? { name: "example_prompt" };

/** The body of a call in MLflow's form. */
export const mlflowBody = (pair: string, at: Date, data: object): string =>
  JSON.stringify({
    entity: eventOf(pair).entity.toLowerCase(),
    action: eventOf(pair).action.toLowerCase(),
    timestamp: at.toISOString(),
    data,
  });
