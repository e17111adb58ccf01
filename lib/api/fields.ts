import { z } from "zod";

/** A moment as it is sent: ISO 8601 in UTC. */
export const moment = z.preprocess(
  (value) => (value instanceof Date ? value.toISOString() : value),
  z.iso.datetime().meta({ description: "ISO 8601, UTC" }),
);

/** A figure as it is sent; null when it is not finite. */
export const figure = z.number().nullable();

/** How many of a list to answer with. */
export const limit = z.coerce
  .number({ error: "must be a number" })
  .int("must be a whole number")
  .min(1, "must be at least 1")
  .max(200, "may be at most 200")
  .default(50)
  .meta({ description: "Rows of a page" });

/** Where the page before ended. */
export const cursor = z
  .string()
  .min(1)
  .max(2000)
  .optional()
  .meta({ description: "`next` of the page before; opaque. Without it the first page." });

export const paged = { limit, cursor };

/** A page of a list. `next` is the cursor of the page after it, null at the end. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next: z.string().nullable().meta({ description: "Cursor of the next page" }) });

const whole = (what: string) =>
  z.coerce
    .number({ error: `is ${what}` })
    .int(`is ${what}`)
    .min(1, `is ${what}`)
    .max(999_999_999, `is ${what}`);

/** The number of a version in an address. */
export const versionNumber = whole("a version's number, such as 3");

/** "12" or "P-12" in an address. */
export const numberOf = (letter: string, what: string) =>
  z.preprocess(
    (value) => (typeof value === "string" ? value.replace(new RegExp(`^${letter}-`, "i"), "") : value),
    whole(`${what}, such as 12 or ${letter}-12`),
  );

/** A name or id in an address. Postgres holds no null character, so none is found by one. */
export const name = z
  .string()
  .min(1)
  .max(500)
  .refine((value) => !value.includes("\0"), "has a null character");
