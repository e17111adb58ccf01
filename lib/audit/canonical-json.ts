import { createHash } from "node:crypto";
import canonicalize from "canonicalize";

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

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

const loneSurrogate = /\p{Surrogate}/u;

function assertString(value: string, path: string): void {
  if (loneSurrogate.test(value))
    throw new CanonicalJsonError(path, "contains half of a surrogate pair; send valid Unicode.");
}

function assertJson(value: unknown, path: string, depth: number): asserts value is JsonValue {
  if (value === null || typeof value === "boolean") return;
  if (typeof value === "string") return assertString(value, path);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new CanonicalJsonError(path, `is ${value}; JSON has only finite numbers.`);
    return;
  }
  if (typeof value !== "object") throw new CanonicalJsonError(path, `is ${typeof value}, which JSON does not have.`);
  if (depth >= maxDepth) throw new CanonicalJsonError(path, `is nested deeper than ${maxDepth} levels.`);
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i += 1) assertJson(value[i], `${path}[${i}]`, depth + 1);
    return;
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new CanonicalJsonError(path, `is a ${prototype.constructor?.name ?? "class"} object; convert it first.`);
  }
  for (const [key, entry] of Object.entries(value)) {
    const entryPath = path ? `${path}.${key}` : key;
    assertString(key, entryPath);
    assertJson(entry, entryPath, depth + 1);
  }
}

/**
 * RFC 8785 canonical form of a JSON value. Throws CanonicalJsonError for anything that JSON would change silently:
 * undefined, NaN, infinities, dates and other objects, lone surrogates. Strings are kept as they are (no normalisation).
 */
export function canonicalJson(value: unknown): string {
  assertJson(value, "", 0);
  const text = canonicalize(value);
  if (text === undefined) throw new CanonicalJsonError("", "has no canonical form.");
  return text;
}

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
  return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}
