import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { testDb } from "@/db/testing";
import { wireClient } from "../wire-testing";

type Exchange = {
  line: number;
  method: string;
  path: string;
  body?: unknown;
  status: number;
  answer?: object;
  info?: object;
};

const { db, sql } = await testDb();
const { call, project } = await wireClient(db, "credit");
const exchanges = JSON.parse(readFileSync(new URL("./wire-trace.json", import.meta.url), "utf8")) as Exchange[];

/** What differs by nature: ids, and the server's own clock. */
const ownClock = new Set(["creation_time", "last_update_time"]);

it("answers what the official client was answered, call by call", async () => {
  const ids = new Map<string, string>();
  const translate = (text: string) => [...ids].reduce((all, [theirs, ours]) => all.replaceAll(theirs, ours), text);
  const plain = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value), (key, item) => (ownClock.has(key) ? 0 : key === "run_name" ? "name" : item));
  for (const { line, method, path, body, status, answer, info } of exchanges) {
    const sent = translate(JSON.stringify(body ?? null));
    const sentPath = translate(path);
    if (line === 35)
      await sql`insert into logged_models (project_id, id, experiment_id, name, status, created_at, updated_at)
        values (${project.id}, 'm-bc79275687e4419f963809fcd7a8ae30', '1', 'mymodel', 'LOGGED_MODEL_PENDING', now(), now())`;
    const ours = await call(method, sentPath, body === undefined ? undefined : sent);
    const theirs = answer as { run?: { info: { run_id: string } } };
    expect([line, ours.status]).toEqual([line, status]);
    if (status === 200 && theirs?.run) ids.set(theirs.run.info.run_id, ours.body.run.info.run_id);
    const expected = JSON.parse(translate(JSON.stringify(plain(answer ?? info ?? null))));
    const found = plain(info ? ours.body.run.info : ours.body);
    if (line === 98) expect(found).toMatchObject({ run: { info: { start_time: 5 } } });
    else if (expected) expect([line, found]).toEqual([line, expected]);
  }
});
