import { Readable } from "node:stream";
import { beforeAll, describe, expect, it } from "vitest";
import { testDb } from "@/db/testing";
import { createTestProject, signedIn, systemContext } from "@/lib/auth/testing";
import type { UserContext } from "@/lib/context";
import { previewBulk } from "../bulk-preview-query";
import type { RunSelectionInput } from "../run-selection-input";
import { setRunsArchived } from "./archive-runs";
import { importRuns } from "./import-runs";
import { tagRuns } from "./tag-runs";

const { db, sql } = await testDb();
let ada: UserContext;
let theo: UserContext;
let stranger: UserContext;

beforeAll(async () => {
  const project = await createTestProject(db, "bulk");
  const other = await createTestProject(db, "other");
  ada = await signedIn(db, project, "ada", ["data_scientist"]);
  theo = await signedIn(db, project, "theo", ["viewer"]);
  stranger = await signedIn(db, other, "sam", ["data_scientist"]);
  const lines = Array.from({ length: 6 }, (_, i) =>
    JSON.stringify({
      run_id: `b${i}`,
      run_name: `Run ${i}`,
      experiment: "first",
      status: i === 5 ? "FAILED" : "FINISHED",
      start_time: `2026-09-0${i + 1}T10:00:00Z`,
      metrics: { acc: i / 10 },
    }),
  );
  const report = await importRuns(systemContext(db, project.id), Readable.from([Buffer.from(lines.join("\n"))]));
  expect(report.errors).toEqual([]);
});

const ids = (...list: string[]): RunSelectionInput => ({ by: "ids", ids: list });
const matching = (q: string): RunSelectionInput => ({ by: "filter", q, experimentId: null });
const tags = async (id: string) => (await sql`select tags->>'team' as team from runs where id = ${id}`)[0]?.team;
const events = async () =>
  (await sql`select action from audit_events where object_type = 'run_selection' order by id`).map((e) => e.action);

describe("an act on many runs", () => {
  it("is shown before it is done: how many are chosen, how many change, and which", async () => {
    const act = { kind: "tag", key: "team", value: "risk" } as const;
    expect(await previewBulk(ada, { selection: ids("b0", "b1", "nobody"), act })).toEqual({
      found: 2,
      changes: 2,
      examples: ["Run 1", "Run 0"],
    });
    expect(await previewBulk(stranger, { selection: ids("b0"), act })).toMatchObject({ found: 0, changes: 0 });
  });

  it("tags by ids and by filter, leaves what is so already, and is one event", async () => {
    const tag = { key: "team", value: "risk" };
    expect(await tagRuns(ada, { selection: ids("b0", "b1"), ...tag, expected: 2 })).toEqual({ changed: 2 });
    expect(await tagRuns(ada, { selection: matching("metrics.acc <= 0.2"), ...tag, expected: 1 })).toEqual({
      changed: 1,
    });
    expect(await tags("b2")).toBe("risk");
    expect(await tags("b3")).toBeNull();
    expect(await tagRuns(ada, { selection: ids("b0"), ...tag, expected: 0 })).toEqual({ changed: 0 });
    expect(await tagRuns(ada, { selection: ids("b0"), key: "team", value: null, expected: 1 })).toEqual({ changed: 1 });
    expect(await tags("b0")).toBeNull();
    expect(await events()).toEqual(["runs.tagged", "runs.tagged", "runs.tagged"]);
  });

  it("is refused, with nothing changed, when it would touch other runs than the preview said", async () => {
    const late = tagRuns(ada, { selection: matching("status = FAILED"), key: "team", value: "x", expected: 4 });
    await expect(late).rejects.toMatchObject({ code: "CONFLICT", message: expect.stringContaining("1 run would") });
    expect(await tags("b5")).toBeNull();
  });

  it("is refused for a filter that cannot be read and for names that clients set, with the reason", async () => {
    const tag = (selection: RunSelectionInput, key: string) =>
      tagRuns(ada, { selection, key, value: "x", expected: 0 });
    await expect(tag(matching("metrics.acc > high"), "team")).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await expect(tag(ids("b0"), "mlflow.user")).rejects.toThrow(/which clients set/);
    await expect(tag(ids("b0"), "x".repeat(251))).rejects.toThrow(/250/);
    await expect(tag(ids(), "team")).rejects.toThrow(/Select a run first/);
    const odd = `${"x".repeat(200)} نموذج 🚀`;
    expect(await tagRuns(ada, { selection: ids("b4"), key: odd, value: odd, expected: 1 })).toEqual({ changed: 1 });
  });

  it("archives and restores, once each", async () => {
    const both = ids("b3", "b4");
    expect(await setRunsArchived(ada, { selection: both, archived: true, expected: 2 })).toEqual({ changed: 2 });
    expect(await setRunsArchived(ada, { selection: both, archived: true, expected: 0 })).toEqual({ changed: 0 });
    const tagged = { selection: both, act: { kind: "tag", key: "team", value: "y" } } as const;
    expect(await previewBulk(ada, tagged)).toMatchObject({ found: 2, changes: 0 });
    expect(await setRunsArchived(ada, { selection: both, archived: false, expected: 2 })).toEqual({ changed: 2 });
    expect((await events()).slice(-2)).toEqual(["runs.archived", "runs.restored"]);
  });

  it("is not for everyone, nor for runs of other projects", async () => {
    const archive = { selection: ids("b0"), archived: true, expected: 1 };
    await expect(setRunsArchived(theo, archive)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(tagRuns(theo, { selection: ids("b0"), key: "team", value: "x", expected: 1 })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(setRunsArchived(stranger, archive)).rejects.toMatchObject({ code: "CONFLICT" });
  });
});
