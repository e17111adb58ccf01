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

function cleanText(value: string, path: string): string {
  if (value.includes("\u0000")) throw new RecordError(path, "contains a NUL character, which cannot be stored; remove it.");
  if (!value.isWellFormed()) throw new RecordError(path, "contains half of a surrogate pair; send valid Unicode.");
  return value;
}

function clean(value: unknown, path: string, depth: number): JsonValue {
  if (typeof value === "string") return cleanText(value, path);
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (value === null || typeof value === "boolean") return value;
  if (depth >= maxDepth) throw new RecordError(path, `is nested deeper than ${maxDepth} levels.`);
  if (Array.isArray(value)) return value.map((entry, i) => clean(entry, path ? `${path}.${i}` : String(i), depth + 1));
  const kept: { [key: string]: JsonValue } = Object.create(null);
  for (const [key, entry] of Object.entries(value as object)) {
    const entryPath = path ? `${path}.${key}` : key;
    kept[cleanText(key, path || "a field name")] = clean(entry, entryPath, depth + 1);
  }
  return kept;
}

/** One line of NDJSON as an object; numbers that are not finite become text, text that cannot be stored is refused by field. */
export function parseRecordText(text: string): { [key: string]: JsonValue } {
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
  return clean(parsed, "", 0) as { [key: string]: JsonValue };
}
