import { canonicalDigest, contentDigest } from "@/lib/audit/canonical-json";

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/** A record that cannot come in: which field, and what would make it acceptable. */
export class RecordError extends Error {
  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
    this.name = "RecordError";
  }
}

const maxDepth = 60;
const bareNumbers = /"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g;

/** Python writes NaN and Infinity bare, which JSON does not have; they become the strings "NaN" and "Infinity". */
function parseLoose(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const quoted = text.replace(bareNumbers, (token) => (token.startsWith('"') ? token : `"${token}"`));
    if (quoted === text) throw error;
    return JSON.parse(quoted);
  }
}

/** Where the walk is, for errors; `indexKeys`: whether a key such as "10" was met, which JavaScript moves before the others. */
type Walk = { path: (string | number)[]; indexKeys: boolean };

const arrayIndex = /^\d+$/;

const refuse = (walk: Walk, message: string): never => {
  throw new RecordError(walk.path.join("."), message);
};

function cleanText(value: string, walk: Walk): string {
  if (value.includes("\u0000")) return refuse(walk, "contains a NUL character, which cannot be stored; remove it.");
  if (!value.isWellFormed()) return refuse(walk, "contains half of a surrogate pair; send valid Unicode.");
  return value;
}

function sortedKeys(value: object): string[] {
  const names = Object.keys(value);
  for (let i = 1; i < names.length; i += 1) {
    if ((names[i - 1] ?? "") > (names[i] ?? "")) return names.sort();
  }
  return names;
}

function cleanObject(value: object, walk: Walk): JsonValue {
  const kept: { [key: string]: JsonValue } = {};
  for (const name of sortedKeys(value)) {
    if (arrayIndex.test(name)) walk.indexKeys = true;
    if (name === "__proto__") refuse(walk, "has a field named __proto__, which cannot be stored; rename it.");
    cleanText(name, walk);
    walk.path.push(name);
    kept[name] = clean((value as Record<string, unknown>)[name], walk);
    walk.path.pop();
  }
  return kept;
}

function cleanList(value: readonly unknown[], walk: Walk): JsonValue {
  return value.map((entry, i) => {
    walk.path.push(i);
    const kept = clean(entry, walk);
    walk.path.pop();
    return kept;
  });
}

function clean(value: unknown, walk: Walk): JsonValue {
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value === "string") return cleanText(value, walk);
  if (value === null || typeof value === "boolean") return value;
  if (walk.path.length >= maxDepth) return refuse(walk, `is nested deeper than ${maxDepth} levels.`);
  return Array.isArray(value) ? cleanList(value, walk) : cleanObject(value as object, walk);
}

export type ReadRecord = { record: { [key: string]: JsonValue }; digest: string };

/**
 * One line of NDJSON as an object, with the SHA-256 over its canonical JSON (RFC 8785). Numbers that are not finite become text;
 * text that cannot be stored is refused by field with RecordError.
 */
export function parseRecordText(text: string): ReadRecord {
  let parsed: unknown;
  try {
    parsed = parseLoose(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 160) : "unreadable";
    throw new RecordError("", `This line is not JSON: ${reason}. Send one JSON object a line.`);
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    throw new RecordError("", "This line is not a JSON object; send one run record a line.");
  }
  const walk: Walk = { path: [], indexKeys: false };
  const record = clean(parsed, walk) as ReadRecord["record"];
  // Keys are sorted now, so plain JSON is canonical; the library is an order of magnitude slower.
  const digest = walk.indexKeys ? canonicalDigest(record) : contentDigest(JSON.stringify(record));
  return { record, digest };
}
