import { hash } from "node:crypto";

/** Largest audit event in bytes: a C2SP entry bundle gives each entry a 16-bit length. */
export const maxEventBytes = 60_000;
const maxDepth = 100;

/** A value that has no canonical form; `path` names the field, as in `payload.changes[2].to`. */
export class CanonicalJsonError extends Error {
  constructor(
    readonly path: string,
    problem: string,
  ) {
    super(`${path || "The value"} ${problem}`);
    this.name = "CanonicalJsonError";
  }
}

/** Names of fields and places in lists on the way to the value being written. */
type Path = (string | number)[];

const refuse = (path: Path, problem: string): never => {
  const text = path.reduce<string>(
    (so, part) => (typeof part === "number" ? `${so}[${part}]` : so ? `${so}.${part}` : part),
    "",
  );
  throw new CanonicalJsonError(text, problem);
};

function writeString(value: string, path: Path): string {
  if (!value.isWellFormed()) refuse(path, "contains half of a surrogate pair; send valid Unicode.");
  return JSON.stringify(value);
}

function writeList(value: readonly unknown[], path: Path): string {
  let text = "[";
  for (let i = 0; i < value.length; i += 1) {
    path.push(i);
    text += i === 0 ? write(value[i], path) : `,${write(value[i], path)}`;
    path.pop();
  }
  return `${text}]`;
}

function writeObject(value: object, path: Path): string {
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    refuse(path, `is a ${prototype.constructor?.name ?? "class"} object; convert it first.`);
  let text = "{";
  // By UTF-16 code units, as RFC 8785 asks and `sort` does.
  for (const key of Object.keys(value).sort()) {
    path.push(key);
    const name = writeString(key, path);
    text += `${text.length === 1 ? "" : ","}${name}:${write((value as Record<string, unknown>)[key], path)}`;
    path.pop();
  }
  return `${text}}`;
}

/** Numbers and strings are written as JavaScript does, which is how RFC 8785 defines them. */
function write(value: unknown, path: Path): string {
  if (typeof value === "string") return writeString(value, path);
  if (typeof value === "number")
    return Number.isFinite(value) ? String(value) : refuse(path, `is ${value}; JSON has only finite numbers.`);
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value !== "object") return refuse(path, `is ${typeof value}, which JSON does not have.`);
  if (path.length >= maxDepth) return refuse(path, `is nested deeper than ${maxDepth} levels.`);
  return Array.isArray(value) ? writeList(value, path) : writeObject(value, path);
}

/**
 * RFC 8785 canonical form of a JSON value. Throws CanonicalJsonError for anything that JSON would change silently:
 * undefined, NaN, infinities, dates and other objects, lone surrogates. Strings are kept as they are (no normalisation).
 */
export const canonicalJson = (value: unknown): string => write(value, []);

/** UTF-8 bytes of the canonical form; `maxBytes` refuses larger ones. */
export function canonicalBytes(value: unknown, maxBytes = Number.POSITIVE_INFINITY): Buffer {
  const bytes = Buffer.from(canonicalJson(value), "utf8");
  if (bytes.length > maxBytes) {
    throw new CanonicalJsonError("", `takes ${bytes.length} bytes; at most ${maxBytes} are allowed.`);
  }
  return bytes;
}

/** `sha256:<hex>` of a value's canonical form: the digest that approvals and documents are bound to. */
export function canonicalDigest(value: unknown): string {
  return contentDigest(canonicalBytes(value));
}

/** `sha256:<hex>` of bytes or of UTF-8 text. */
export function contentDigest(content: Uint8Array | string): string {
  return `sha256:${hash("sha256", content, "hex")}`;
}
