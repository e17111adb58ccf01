import type { Signature, SignatureField } from "@/db/schema/experiments";

type Reading = { signature: Signature | null; problem: string | null };
const problem = (text: string): Reading => ({ signature: null, problem: text });

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const asText = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);
const asShape = (value: unknown): number[] | undefined =>
  Array.isArray(value) && value.every((d) => typeof d === "number") ? value : undefined;

const deepest = 8;

/** A type as one text: nested ones are written out ("array<double>", "object{a: long, b?: string}") so that a change shows. */
function typeText(entry: Record<string, unknown>, depth = 0): string | undefined {
  const type = asText(entry.type);
  if (depth > deepest) return type;
  const inner = (value: unknown): string => (isObject(value) ? typeText(value, depth + 1) : undefined) ?? "any";
  if (type === "array" && isObject(entry.items)) return `array<${inner(entry.items)}>`;
  if (type === "map" && isObject(entry.values)) return `map<${inner(entry.values)}>`;
  if (type === "object" && isObject(entry.properties)) {
    const properties = Object.entries(entry.properties)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([name, of]) => `${name}${isObject(of) && isOptional(of) ? "?" : ""}: ${inner(of)}`);
    return `object{${properties.join(", ")}}`;
  }
  return type;
}

/** `required: false` of MLflow 2.9 and newer, `optional: true` before. */
const isOptional = (entry: Record<string, unknown>): boolean => entry.required === false || entry.optional === true;

function readField(entry: unknown): SignatureField | null {
  if (!isObject(entry)) return null;
  const tensor = isObject(entry["tensor-spec"]) ? entry["tensor-spec"] : undefined;
  const type = typeText(entry) ?? (tensor ? "tensor" : undefined);
  if (!type) return null;
  const field: SignatureField = { type };
  if (asText(entry.name)) field.name = asText(entry.name);
  if (typeof entry.required === "boolean" || typeof entry.optional === "boolean") field.required = !isOptional(entry);
  const shape = asShape(tensor?.shape ?? entry.shape);
  if (shape) field.shape = shape;
  const dtype = asText(tensor?.dtype ?? entry.dtype);
  if (dtype) field.dtype = dtype;
  return field;
}

function readSide(side: "inputs" | "outputs", sent: unknown): SignatureField[] | string {
  let value = sent;
  if (typeof value === "string") {
    try {
      value = JSON.parse(value);
    } catch {
      return `model_signature.${side} is not JSON: "${(sent as string).slice(0, 60)}"`;
    }
  }
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) return `model_signature.${side} is not a list of fields`;
  if (value.length > 10_000) return `model_signature.${side} has more than 10,000 fields`;
  const fields = value.map(readField);
  const bad = fields.indexOf(null);
  if (bad >= 0) return `model_signature.${side}.${bad} has no type`;
  return fields.filter((f) => f !== null);
}

/** Reads an MLflow model signature (sides as JSON text or lists). One that cannot be read is a problem, never a refused run. */
export function parseSignature(sent: unknown): Reading {
  if (sent === null || sent === undefined) return { signature: null, problem: null };
  let value = sent;
  if (typeof value === "string") {
    try {
      value = JSON.parse(value);
    } catch {
      return problem(`model_signature is not JSON: "${(sent as string).slice(0, 60)}"`);
    }
  }
  if (!isObject(value)) return problem("model_signature is not an object with inputs and outputs");
  const inputs = readSide("inputs", value.inputs);
  if (typeof inputs === "string") return problem(inputs);
  const outputs = readSide("outputs", value.outputs);
  if (typeof outputs === "string") return problem(outputs);
  if (inputs.length + outputs.length === 0) return problem("model_signature names neither inputs nor outputs");
  return { signature: { inputs, outputs }, problem: null };
}
