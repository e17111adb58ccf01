import { z } from "zod";

const maxInt = 2_147_483_647;
const notFinite: Record<string, string> = {
  nan: "NaN",
  inf: "Infinity",
  infinity: "Infinity",
  "-inf": "-Infinity",
  "-infinity": "-Infinity",
};

/** Text of 1 to `max` characters. */
export const text = (max: number) =>
  z
    .string()
    .min(1, "must not be empty")
    .max(max, `may have at most ${max.toLocaleString("en-US")} characters`);

/** Optional text; empty counts as absent. */
export const optionalText = (max: number) =>
  z
    .string()
    .max(max, `may have at most ${max.toLocaleString("en-US")} characters`)
    .nullish()
    .transform((value) => value || null);

export type Figure = { value: number | null; raw: string | null };

/** What a figure that is not finite was sent as; undefined when it is no figure at all. */
const rawOf = (sent: unknown): string | undefined =>
  sent === null ? "null" : typeof sent === "string" ? notFinite[sent.toLowerCase().replace(/^\+/, "")] : undefined;

function explainFigure(sent: unknown): string {
  if (sent === undefined) return "is missing";
  const found =
    typeof sent === "string"
      ? `"${sent.slice(0, 40)}"`
      : Array.isArray(sent)
        ? "a list"
        : typeof sent === "object"
          ? "an object"
          : String(sent);
  return `must be a number, null, NaN or Infinity, but is ${found}`;
}

/** A number, or null, NaN or Infinity, which are kept as null together with what was sent. */
export const figure = z.unknown().transform((sent, ctx): Figure => {
  if (typeof sent === "number") return { value: sent, raw: null };
  const raw = rawOf(sent);
  if (raw) return { value: null, raw };
  ctx.addIssue({ code: "custom", message: explainFigure(sent) });
  return z.NEVER;
});

/** A number or null; NaN and Infinity are undefined here, so null. */
export const nullableNumber = z.unknown().transform((sent, ctx): number | null => {
  if (typeof sent === "number") return sent;
  if (rawOf(sent)) return null;
  ctx.addIssue({ code: "custom", message: explainFigure(sent) });
  return z.NEVER;
});

export const count = z
  .number()
  .int("must be a whole number")
  .min(0, "must not be negative")
  .max(maxInt, "is too large to be a count");
export const step = z.number().int("must be a whole number").min(-maxInt).max(maxInt, "is too large to be a step");
export const size = z
  .number()
  .min(0, "must not be negative")
  .max(Number.MAX_SAFE_INTEGER, "is too large to be a size in bytes");

const earliest = Date.UTC(1990, 0, 1);

/** ISO 8601 with a time zone, or whole milliseconds since 1970. */
export const moment = z.union([z.string(), z.number()]).transform((sent, ctx): Date => {
  const refuse = (message: string) => {
    ctx.addIssue({ code: "custom", message });
    return z.NEVER;
  };
  if (typeof sent === "string" && !z.iso.datetime({ offset: true }).safeParse(sent).success) {
    return refuse(`must be ISO 8601 with a time zone, as 2026-08-03T16:45:42Z, but is "${sent.slice(0, 40)}"`);
  }
  const at = new Date(sent);
  if (Number.isNaN(at.getTime())) return refuse("is not a moment");
  if (at.getTime() < earliest)
    return refuse(`reads as ${at.toISOString()}, before 1990; send ISO 8601 or milliseconds since 1970, not seconds`);
  return at;
});

const sha = /^(?:sha256:)?([0-9a-f]{64})$/i;

/** A SHA-256 in hex, with or without its prefix; stored without. */
export const sha256 = z
  .string()
  .regex(sha, "must be a SHA-256 of 64 hex digits")
  .transform((value) => value.toLowerCase().replace(/^sha256:/, ""));

/** Reports an entry that comes twice, by the key that must be unique. */
export function refuseTwice<T>(keyOf: (entry: T) => string, field: string) {
  return (entries: readonly T[], ctx: z.RefinementCtx) => {
    const seen = new Set<string>();
    entries.forEach((entry, i) => {
      const key = keyOf(entry);
      if (seen.has(key))
        ctx.addIssue({
          code: "custom",
          path: [i, field],
          message: `"${key.slice(0, 80)}" comes twice; each may come once`,
        });
      seen.add(key);
    });
  };
}

/** Refuses an object with more keys than a run can hold. */
export const atMostKeys = (max: number) => (value: object, ctx: z.RefinementCtx) => {
  const n = Object.keys(value).length;
  if (n > max)
    ctx.addIssue({
      code: "custom",
      message: `has ${n.toLocaleString("en-US")} entries; at most ${max.toLocaleString("en-US")} come in`,
    });
};
