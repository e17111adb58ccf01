import { expect, test } from "vitest";
import type { Db } from "@/db/client";
import { testDb } from "@/db/testing";
import { startServices } from "./services";

const { db } = await testDb();

test("a failing turn does not end a service, and stopping waits for the turn under way", async () => {
  let turns = 0;
  let underWay = 0;
  let resolve = () => {};
  const third = new Promise<void>((done) => {
    resolve = done;
  });
  const service = {
    name: "count",
    everyMs: 1,
    load: async () => async (given: Db) => {
      expect(given).toBe(db);
      turns++;
      if (turns === 1) throw new Error("a passing fault");
      underWay++;
      if (turns === 3) resolve();
      await new Promise((done) => setTimeout(done, 5));
      underWay--;
    },
  };
  const stop = startServices([service], db);
  await third;
  await stop();
  const after = turns;
  await new Promise((done) => setTimeout(done, 20));
  expect(turns).toBe(after);
  expect(underWay).toBe(0);
});
