import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { connect } from "@/db/client";
import { testDb } from "@/db/testing";
import { databaseRefusal } from "./database-refusal";

const { db } = await testDb();
const refusalOf = async (query: Promise<unknown>) => databaseRefusal(await query.catch((error: unknown) => error));

it("tells text that Postgres cannot hold from every other error", async () => {
  expect(await refusalOf(db.execute(sql`select ${"a\0b"}::text`))).toMatchObject({ code: "INVALID_INPUT" });
  expect(await refusalOf(db.execute(sql`select ${'"\\u0000"'}::jsonb`))).toMatchObject({ code: "INVALID_INPUT" });
  const other = await db.execute(sql`select 1 / ${0}::int`).catch((error: unknown) => error);
  expect(other).toBeInstanceOf(Error);
  expect(databaseRefusal(other)).toBeNull();
});

it("says of a database that is away that nothing was changed, and of nobody else", async () => {
  const away = connect("postgres://nobody@127.0.0.1:1/nothing", { max: 1 });
  const refused = { code: "UNAVAILABLE", message: expect.stringContaining("nothing was changed") };
  expect(await refusalOf(away.db.execute(sql`select 1`))).toMatchObject(refused);
  expect(await refusalOf(away.db.transaction((tx) => tx.execute(sql`select 1`)))).toMatchObject(refused);
  await away.sql.end({ timeout: 1 });
  expect(await refusalOf(fetch("http://127.0.0.1:1/"))).toBeNull();
});

it("does not say that nothing was changed when the connection went away meanwhile", async () => {
  const ending = sql`select pg_terminate_backend(pg_backend_pid())`;
  const refusal = await refusalOf(db.transaction((tx) => tx.execute(ending)));
  expect(refusal).toMatchObject({ code: "UNAVAILABLE", message: expect.stringContaining("look whether it did") });
});
