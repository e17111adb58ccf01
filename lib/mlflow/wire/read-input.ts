import { z } from "zod";
import { DomainError } from "@/lib/errors";
import { readBytes } from "@/lib/http";
import { invalidValue } from "./errors";

const megabyte = 1024 * 1024;
/** What a JSON body may have unless its handler says more. */
export const usualBytes = 10 * megabyte;

/** No message of the wire comes near. */
const deepest = 50;

type Fields = Record<string, unknown>;

/** Keys in camelCase are the other spelling of the same field; null is unset. */
function normalize(value: unknown, depth = 0): unknown {
  if (value === null || typeof value !== "object") return value;
  if (depth > deepest) throw invalidValue(`The body is nested more than ${deepest} levels deep.`);
  if (Array.isArray(value)) return value.filter((item) => item !== null).map((item) => normalize(item, depth + 1));
  const out: Fields = {};
  for (const [key, item] of Object.entries(value)) {
    if (item === null) continue;
    const name = key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    // Both spellings in one body would leave it to chance which of the two counts.
    if (Object.hasOwn(out, name)) throw invalidValue(`The field '${name}' was sent twice, as two spellings.`);
    Object.defineProperty(out, name, {
      value: normalize(item, depth + 1),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return out;
}

/** Whether a body has anything to normalize: most have not, and are large. Bounded, so that no text makes it slow. */
const unusual = /null|[A-Z]\w{0,60}"\s{0,20}:/;

function parse(textBody: string): unknown {
  try {
    return JSON.parse(textBody);
  } catch (error) {
    throw invalidValue(`The body is not JSON: ${error instanceof Error ? error.message : "unreadable"}`);
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw invalidValue("The body is not UTF-8.");
  }
}

/** The JSON object in a body; {} when there is none. */
export async function readBody(request: Request, maxBytes = usualBytes): Promise<Fields> {
  const bytes = await readBytes(request, maxBytes).catch((error) => {
    if (error instanceof DomainError || request.signal.aborted) throw error;
    throw invalidValue("The body ended before it was complete.");
  });
  if (bytes.byteLength === 0) return {};
  const body = decode(bytes);
  let value = parse(body);
  // Old clients encode twice.
  const isDouble = typeof value === "string";
  if (typeof value === "string") value = parse(value);
  if (value === null) return {};
  if (typeof value !== "object" || Array.isArray(value)) throw invalidValue("The body is not a JSON object.");
  return (isDouble || unusual.test(body) ? normalize(value) : value) as Fields;
}

function isList(schema: z.core.$ZodType): boolean {
  const { def } = schema._zod;
  if (def.type === "array") return true;
  return "innerType" in def && isList(def.innerType as z.core.$ZodType);
}

/** A query by the fields of the schema: repeated keys are a list, and of a single field the first counts. */
export function readQuery(query: URLSearchParams, schema: z.ZodType): Fields {
  const shape: Record<string, z.core.$ZodType> = schema instanceof z.ZodObject ? schema.shape : {};
  return Object.fromEntries(
    [...new Set(query.keys())].map((key) => {
      const name = key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
      const known = shape[name];
      return [name, known && isList(known) ? query.getAll(key) : query.get(key)];
    }),
  );
}

/** POST and PUT say that they send JSON; PATCH, DELETE and GET may leave it out. */
export function assertJson(request: Request): void {
  if (request.method !== "POST" && request.method !== "PUT") return;
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") throw invalidValue("Bad Request. Content-Type must be one of ['application/json'].");
}
