import type { z } from "zod";

/** Longest piece of a refused value that an answer repeats. */
const mostQuoted = 500;

function pythonType(value: unknown): string {
  if (value === null || value === undefined) return "NoneType";
  if (Array.isArray(value)) return "list";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
  return { string: "str", boolean: "bool", object: "dict" }[typeof value as string] ?? typeof value;
}

const sorted = (_: string, value: unknown): unknown =>
  value !== null && typeof value === "object" && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

const ascii = (text: string): string =>
  text.replace(/[\u007f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** The value as Python's json.dumps with sorted keys and tight separators writes it. */
function quoted(value: unknown): string {
  const text = ascii(JSON.stringify(value, sorted) ?? "null");
  return text.length > mostQuoted ? `${text.slice(0, mostQuoted)}…` : text;
}

const seeDocs = "See the API docs for more information about request parameters.";

/** `metrics[0].key` */
export const dotted = (path: readonly PropertyKey[]): string =>
  path
    .map((part, index) => (typeof part === "number" ? `[${part}]` : `${index === 0 ? "" : "."}${String(part)}`))
    .join("");

export const missingValue = (path: string): string => `Missing value for required parameter '${path}'. ${seeDocs}`;
export const wrongType = (path: string, value: unknown): string =>
  `Invalid value ${quoted(value)} for parameter '${path}' supplied:  Hint: Value was of type '${pythonType(value)}'. ${seeDocs}`;
/** A value that is of the right type and yet refused; `reason` ends the sentence. */
export const invalidBecause = (path: string, value: unknown, reason?: string): string =>
  `Invalid value ${quoted(value)} for parameter '${path}' supplied${reason ? `: ${reason}` : "."}`;

/** Marks an issue of a field that is required and was not sent, or sent as "". */
export const missing = "missing";
/** Marks an issue of a field whose value is of another type. */
export const mistyped = "mistyped";

/** What the first issue says, in the words that clients assert. Needs issues parsed with `reportInput`. */
export function complain(error: z.ZodError): string {
  const [issue] = error.issues;
  if (!issue) return "The request is not valid.";
  const path = dotted(issue.path) || "body";
  if (issue.input === undefined || issue.message === missing) return missingValue(path);
  if (issue.code === "custom" && issue.message !== mistyped) return issue.message;
  return wrongType(path, issue.input);
}
