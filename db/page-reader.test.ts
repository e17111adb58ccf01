import { sql as text } from "drizzle-orm";
import { afterAll, beforeEach, expect, test } from "vitest";
import { connect } from "./client";
import { pageReader } from "./page-reader";
import { projects } from "./schema";
import { testDb } from "./testing";

const { url, sql: quiet } = await testDb();
await quiet`create table noted (id int, body jsonb)`;
const sent: string[] = [];
const { sql, db } = connect(url, { max: 2, debug: (_connection, statement) => void sent.push(statement) });
afterAll(() => sql.end({ timeout: 1 }));
beforeEach(async () => {
  await quiet`delete from noted`;
  sent.length = 0;
});

const read = (id: number) => text`select body from noted where id = ${id}`;
const timesSent = (part: string) => sent.filter((statement) => statement.includes(part)).length;

test("a page reader asks the same question once, also while the first answer is on its way", async () => {
  await quiet`insert into noted values (1, '{"a": 1}'), (2, '{"a": 2}')`;
  const reader = pageReader(db);
  const [first, second] = await Promise.all([reader.execute(read(1)), reader.execute(read(1))]);
  const third = await reader.execute(read(1));
  expect([first, second, third].map((rows) => rows[0]?.body)).toEqual(Array(3).fill({ a: 1 }));
  expect((await reader.execute(read(2)))[0]?.body).toEqual({ a: 2 });
  expect(timesSent("from noted")).toBe(2);
});

test("a page reader gives rows in both forms that Drizzle asks for", async () => {
  const reader = pageReader(db);
  const built = () => reader.select({ id: projects.id, name: projects.name }).from(projects);
  expect(await built()).toEqual(await db.select({ id: projects.id, name: projects.name }).from(projects));
  await built();
  expect(timesSent('from "projects"')).toBe(2);
});

test("a page reader sees what was written when the next page begins, and passes writes on each time", async () => {
  const reader = pageReader(db);
  expect(await reader.execute(read(1))).toHaveLength(0);
  const insert = text`insert into noted values (1, '{}') returning id`;
  for (const _ of [1, 2]) expect(await reader.execute(insert)).toHaveLength(1);
  expect(await reader.execute(read(1))).toHaveLength(0);
  expect(await pageReader(db).execute(read(1))).toHaveLength(2);
});

test("a page reader of a page reader is the same, and its transactions are the pool's", async () => {
  const reader = pageReader(db);
  expect(pageReader(reader)).toBe(reader);
  await reader.transaction(async (tx) => {
    await tx.execute(text`insert into noted values (7, '{}')`);
    expect(await tx.execute(read(7))).toHaveLength(1);
    expect(await tx.execute(text`select 1 from noted where id = ${7}`)).toHaveLength(1);
  });
});

test("questions differ by their parameters, also where those are no JSON", async () => {
  const reader = pageReader(db);
  const ask = async (value: unknown) => (await reader.execute(text`select ${value}::text as is`))[0]?.is;
  expect([await ask(9_007_199_254_740_993n), await ask(9_007_199_254_740_995n)]).toEqual([
    "9007199254740993",
    "9007199254740995",
  ]);
});
