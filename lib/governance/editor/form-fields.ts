import { fieldHint, fieldLabel } from "./field-words";
import { gateNode, policyNode, type SchemaNode, withoutNull } from "./schema-node";

export type FormField = {
  path: readonly string[];
  label: string;
  hint: string | undefined;
  /** `choices`: any of the options; `list`: texts of one's own. */
  control: "text" | "long" | "number" | "choice" | "choices" | "list" | "switch";
  options: readonly string[];
  isRequired: boolean;
  minimum: number | undefined;
  maximum: number | undefined;
  isWhole: boolean;
  /** What holds when the text leaves it out. */
  standard: unknown;
};

const long = new Set(["rationale", "description", "remedy", "expression"]);
const texts = (values: readonly unknown[] | undefined) => (values ?? []).map(String);

function controlOf(name: string, node: SchemaNode): FormField["control"] | null {
  if (node.enum) return "choice";
  if (node.type === "array") return node.items?.enum ? "choices" : node.items?.type === "string" ? "list" : null;
  if (node.type === "number" || node.type === "integer") return "number";
  if (node.type === "boolean") return "switch";
  if (node.type === "string") return long.has(name) ? "long" : "text";
  return null;
}

/** The form fields that a schema node asks for, nested ones in their place; constants and what no control fits are left out. */
export function fieldsOf(node: SchemaNode, prefix: readonly string[] = []): FormField[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, property]): FormField[] => {
    const { node: inner } = withoutNull(property);
    const path = [...prefix, name];
    if (inner.const !== undefined) return [];
    if (inner.type === "object") return fieldsOf(inner, path);
    const control = controlOf(name, inner);
    if (control === null) return [];
    const key = path.join(".");
    return [
      {
        path,
        label: fieldLabel(key),
        hint: fieldHint(key),
        control,
        options: texts(inner.enum ?? inner.items?.enum),
        isRequired: node.required?.includes(name) === true && property.default === undefined,
        minimum: inner.minimum ?? inner.exclusiveMinimum,
        maximum: inner.maximum ?? inner.exclusiveMaximum,
        isWhole: inner.type === "integer",
        standard: property.default,
      },
    ];
  });
}

const last = (name: string) => (name === "rationale" ? 1 : 0);

/** The fields of one gate kind, its reason last; empty for a kind that the schema does not know. */
export function gateFields(kind: unknown): FormField[] {
  const node = gateNode(kind);
  return node ? fieldsOf(node).sort((a, b) => last(a.path[0] ?? "") - last(b.path[0] ?? "")) : [];
}

export const approvalFields: readonly FormField[] = fieldsOf(policyNode.properties?.approval ?? {}, ["approval"]);

/** The fields about a policy as a whole. */
export const policyFields: readonly FormField[] = fieldsOf({
  ...policyNode,
  properties: Object.fromEntries(
    Object.entries(policyNode.properties ?? {}).filter(([name]) => name !== "gates" && name !== "approval"),
  ),
});

/** What stands at a path of a parsed text. */
export const valueAt = (value: unknown, path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>(
    (inner, key) =>
      typeof inner === "object" && inner !== null ? (inner as Record<string | number, unknown>)[key] : undefined,
    value,
  );
