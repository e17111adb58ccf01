import { z } from "zod";
import { policySchema } from "../policy";

/** The part of JSON Schema that zod writes for a policy. */
export type SchemaNode = {
  type?: string;
  const?: unknown;
  enum?: readonly unknown[];
  default?: unknown;
  description?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minLength?: number;
  maxLength?: number;
  properties?: Record<string, SchemaNode>;
  required?: readonly string[];
  items?: SchemaNode;
  additionalProperties?: SchemaNode | boolean;
  oneOf?: readonly SchemaNode[];
  anyOf?: readonly SchemaNode[];
};

/** The policy schema as data: what the form draws and unknown keys are checked against, so that a new kind needs no code. */
export const policyNode = z.toJSONSchema(policySchema, { io: "input", unrepresentable: "any" }) as SchemaNode;

/** A node without its "or null", and whether it had one. */
export function withoutNull(node: SchemaNode): { node: SchemaNode; nullable: boolean } {
  const options = node.anyOf ?? node.oneOf;
  const rest = options?.filter((option) => option.type !== "null");
  const only = rest?.[0];
  if (!options || !only || rest.length !== 1) return { node, nullable: false };
  return { node: { ...only, default: node.default }, nullable: options.length > 1 };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The alternative of a union that a value means: the one whose constants it carries; null when it carries none. */
export function alternativeFor(node: SchemaNode, value: unknown): SchemaNode | null {
  const options = (node.oneOf ?? node.anyOf)?.filter((option) => option.type !== "null");
  if (!options) return node;
  if (options.length === 1) return options[0] ?? null;
  if (!isRecord(value)) return null;
  return (
    options.find((option) => {
      const constants = Object.entries(option.properties ?? {}).filter(([, property]) => property.const !== undefined);
      return constants.length > 0 && constants.every(([key, property]) => value[key] === property.const);
    }) ?? null
  );
}

/** The node of one gate kind; null for a kind that the schema does not know. */
export const gateNode = (kind: unknown): SchemaNode | null =>
  alternativeFor(policyNode.properties?.gates?.items ?? {}, { kind });

/** Every gate kind that the schema knows, in its order. */
export const gateKindsOfSchema: readonly string[] = (policyNode.properties?.gates?.items?.oneOf ?? []).flatMap(
  (option) => {
    const kind = option.properties?.kind?.const;
    return typeof kind === "string" ? [kind] : [];
  },
);
