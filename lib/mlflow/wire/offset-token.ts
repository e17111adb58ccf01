import { invalidValue } from "./errors";

/** A page token as clients have seen it: base64 of the offset, with what else must stay the same. */
export const offsetToken = (offset: number, more: Record<string, unknown> = {}): string =>
  Buffer.from(JSON.stringify({ ...more, offset })).toString("base64");

function decode(token: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(token, "base64").toString("utf8"));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** The offset of a page token, 0 without one. Refuses what is no token, and one of a search that asked for something else. */
export function readOffsetToken(token: string | undefined, more: Record<string, unknown> = {}): number {
  if (!token) return 0;
  const found = decode(token);
  const offset = found?.offset;
  if (!found || typeof offset !== "number" || !Number.isSafeInteger(offset) || offset < 0)
    throw invalidValue("Invalid page token, could not base64-decode");
  for (const [key, value] of Object.entries(more))
    if (JSON.stringify(found[key] ?? null) !== JSON.stringify(value ?? null))
      throw invalidValue(`The page token is of a search with another ${key}.`);
  return offset;
}
