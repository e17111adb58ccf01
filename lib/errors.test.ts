import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { testDb } from "@/db/testing";
import { unstorableText } from "./errors";

const { db } = await testDb();

it("tells text that Postgres cannot hold from every other error", async () => {
  const refused = await db.execute(sql`select ${"a\0b"}::text`).catch((error: unknown) => error);
  expect(unstorableText(refused)).toMatchObject({ code: "INVALID_INPUT" });
  const json = await db.execute(sql`select ${'"\\u0000"'}::jsonb`).catch((error: unknown) => error);
  expect(unstorableText(json)).toMatchObject({ code: "INVALID_INPUT" });
  const other = await db.execute(sql`select 1 / ${0}::int`).catch((error: unknown) => error);
  expect(other).toBeInstanceOf(Error);
  expect(unstorableText(other)).toBeNull();
});
