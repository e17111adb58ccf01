import type { ConsumerEvidence, FieldEvidence, SignatureEvidence } from "./evidence-of-runs";

export type ContractChange = {
  side: "inputs" | "outputs";
  name: string;
  change: "added" | "removed" | "retyped" | "nullability";
  /** The field before and after, as text; null where it is not there. */
  from: string | null;
  to: string | null;
  /** Why a caller built against `from` breaks; null when it keeps working. */
  breaks: string | null;
};

const synonyms: Readonly<Record<string, string>> = {
  int: "integer",
  int32: "integer",
  int64: "long",
  float32: "float",
  float64: "double",
  bool: "boolean",
  str: "string",
  object: "string",
};
/** What a caller may send where another type is asked for, without losing anything. */
const widens: Readonly<Record<string, readonly string[]>> = { integer: ["long", "double"], float: ["double"] };

const typeName = ({ type, dtype }: FieldEvidence): string => {
  const name = dtype ?? type;
  return synonyms[name.toLowerCase()] ?? name;
};

/** "double", "float32 [-1, 28, 28]", "string, optional": a field as the diff prints it. */
export function fieldText(field: FieldEvidence): string {
  const shape = field.shape ? ` [${field.shape.join(", ")}]` : "";
  return `${field.dtype ?? field.type}${shape}${field.required === false ? ", optional" : ""}`;
}

function shapeFits(given: readonly number[] | null, wanted: readonly number[] | null): boolean {
  if (!given || !wanted) return true;
  return given.length === wanted.length && wanted.every((size, index) => size === -1 || size === given[index]);
}

/** Whether what is given can be used where `wanted` is asked for. */
function accepts(given: FieldEvidence, wanted: FieldEvidence): boolean {
  const [from, to] = [typeName(given), typeName(wanted)];
  return (from === to || (widens[from]?.includes(to) ?? false)) && shapeFits(given.shape, wanted.shape);
}

const sameType = (a: FieldEvidence, b: FieldEvidence): boolean =>
  typeName(a) === typeName(b) && JSON.stringify(a.shape) === JSON.stringify(b.shape);
const named = (fields: readonly FieldEvidence[]): ReadonlyMap<string, FieldEvidence> =>
  new Map(fields.map((field, index) => [field.name ?? `#${index + 1}`, field]));

function inputChanges(name: string, from: FieldEvidence | undefined, to: FieldEvidence | undefined): ContractChange[] {
  const about = { side: "inputs" as const, name, from: from ? fieldText(from) : null, to: to ? fieldText(to) : null };
  if (!from) return [{ ...about, change: "added", breaks: to?.required === false ? null : "it is required" }];
  if (!to) return [{ ...about, change: "removed", breaks: null }];
  const retyped = sameType(from, to)
    ? []
    : [{ ...about, change: "retyped" as const, breaks: accepts(from, to) ? null : "the type sent does not fit" }];
  const wasOptional = from.required === false;
  if (wasOptional === (to.required === false)) return retyped;
  return [...retyped, { ...about, change: "nullability", breaks: wasOptional ? "it may no longer be left out" : null }];
}

function outputChanges(name: string, from: FieldEvidence | undefined, to: FieldEvidence | undefined): ContractChange[] {
  const about = { side: "outputs" as const, name, from: from ? fieldText(from) : null, to: to ? fieldText(to) : null };
  if (!from) return [{ ...about, change: "added", breaks: null }];
  if (!to) return [{ ...about, change: "removed", breaks: "it is no longer given" }];
  const retyped = sameType(from, to)
    ? []
    : [{ ...about, change: "retyped" as const, breaks: accepts(to, from) ? null : "the type given does not fit" }];
  const isOptional = to.required === false;
  if (isOptional === (from.required === false)) return retyped;
  return [...retyped, { ...about, change: "nullability", breaks: isOptional ? "it may be missing now" : null }];
}

/** How a candidate's signature differs from another, field by field: what breaks first, then in the order of the fields. */
export function diffSignatures(from: SignatureEvidence, to: SignatureEvidence): ContractChange[] {
  const changes = (["inputs", "outputs"] as const).flatMap((side) => {
    const [before, after] = [named(from[side]), named(to[side])];
    const judge = side === "inputs" ? inputChanges : outputChanges;
    return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) =>
      judge(name, before.get(name), after.get(name)),
    );
  });
  return [...changes.filter((change) => change.breaks !== null), ...changes.filter((change) => change.breaks === null)];
}

/** What would break a consumer. A side it does not pin is not judged; fields it ignores do not concern it. */
export function consumerBreaks(
  { sends, expects }: Pick<ConsumerEvidence, "sends" | "expects">,
  candidate: SignatureEvidence,
): ContractChange[] {
  const pinned = { inputs: sends, outputs: expects };
  const judged = {
    inputs: sends.length > 0 ? candidate.inputs : [],
    outputs: expects.length > 0 ? candidate.outputs : [],
  };
  return diffSignatures(pinned, judged).filter((change) => change.breaks !== null);
}

/** "input hours_per_week (double) added: it is required". */
export function changeText({ side, name, change, from, to, breaks }: ContractChange): string {
  const what = side === "inputs" ? "input" : "output";
  const types = from !== null && to !== null ? `${from} → ${to}` : (to ?? from);
  const words = change === "nullability" ? (to?.endsWith(", optional") ? "made optional" : "made required") : change;
  return `${what} ${name} (${types}) ${words}${breaks ? `: ${breaks}` : ""}`;
}
