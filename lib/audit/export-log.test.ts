import { describe, expect, test } from "vitest";
import { auditEvents } from "@/db/schema/audit";
import { testDb } from "@/db/testing";
import { appendAudit } from "./append";
import { signCheckpoint } from "./checkpoint";
import { findLastCheckpoint } from "./checkpoint-query";
import { exportLog } from "./commands/export-log";
import { logOrigin } from "./origin";
import { sequenceAudit } from "./sequence";
import { appendComments, testContext, testSigner } from "./testing";
import { verifyScript } from "./verify-script.testing";

const { db } = await testDb();
const origin = await logOrigin(db);
const signer = testSigner(origin);
const ctx = testContext(db);
const { run, write } = verifyScript();

await appendComments(db, 5);
await sequenceAudit(db, signer);
const kept = (await findLastCheckpoint(db))?.note ?? "";
await appendComments(db, 8, { ...ctx, projectId: 8 });
await db.transaction((tx) =>
  appendAudit(
    tx,
    { ...ctx, projectId: null },
    { action: "session.signed_out", objectType: "session", objectId: "s", payload: {} },
  ),
);
await appendComments(db, 3);
await sequenceAudit(db, signer);
await appendComments(db, 2);

async function collect(source: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const part of source) text += part;
  return text;
}
const text = await collect((await exportLog(ctx, { signer })).lines);
const lines = text.trimEnd().split("\n");
const key = ["--vkey", signer.vkey];
type Line = {
  seq?: number;
  canonical?: string;
  leaf?: string;
  checkpoint?: string;
  size?: number;
  private?: Record<string, { value: string }>;
};
const parsed = (): Line[] => lines.map((line) => JSON.parse(line) as Line);
const changed = (change: (copy: Line[]) => Line[]): string =>
  `${change(parsed())
    .map((line) => JSON.stringify(line))
    .join("\n")}\n`;
const at = (copy: Line[], seq: number) => copy.findIndex((line) => line.seq === seq);
const replaceFirst = (copy: Line[], checkpoint: string) =>
  copy.with(copy.indexOf(checkpoints(copy)[0] as Line), { checkpoint });
const checkpoints = (copy: Line[]) => copy.filter((line) => line.checkpoint !== undefined);

describe("an exported log", () => {
  test("is verified by the script, and continues a checkpoint kept from earlier", () => {
    const { code, output } = run(text, ...key, "--checkpoint", write("kept", kept));
    expect(output).toMatch(/20 events/);
    expect(output).toMatch(/3 checkpoints, each continued by all later events, and the one you kept/);
    expect(code).toBe(0);
  });

  test("shows events of other projects, and of strangers, as hashes only", () => {
    const copy = parsed();
    expect(copy.filter((line) => line.leaf !== undefined)).toHaveLength(9);
    expect(copy.filter((line) => line.canonical !== undefined)).toHaveLength(11);
    expect(run(text, ...key).output).toMatch(/11 events readable, 9 of other projects as hashes only/);
  });

  test("with its own key is verified, and says loudly where the key came from", () => {
    expect(run(text)).toMatchObject({ code: 0, output: expect.stringContaining("THE KEY CAME FROM THE FILE ITSELF") });
  });
});

describe("the script refuses a log with", () => {
  test.each<[string, (copy: Line[]) => Line[], RegExp]>([
    ["its end cut off", (c) => c.slice(0, -3), /its first line says 20/],
    [
      "its end cut off at a checkpoint and the first line adapted",
      (c) => {
        const end = c.findIndex((line) => line.checkpoint !== undefined && c.indexOf(line) > 10);
        (c[0] as Line).size = c[end - 1]?.seq ?? 0;
        return c.slice(0, end + 1);
      },
      /does not seal the record of this export/,
    ],
    ["the last checkpoint missing", (c) => c.slice(0, -1), /No checkpoint covers/],
    ["an event taken out", (c) => c.toSpliced(at(c, 4), 1), /expected event 4/],
    [
      "two events swapped",
      (c) => {
        const [a, b] = [c[at(c, 2)] as Line, c[at(c, 3)] as Line];
        return c.with(at(c, 2), { ...b, seq: 2 }).with(at(c, 3), { ...a, seq: 3 });
      },
      /do not have the root/,
    ],
    [
      "a hidden event's hash changed",
      (c) => c.map((line) => (line.leaf ? { ...line, leaf: Buffer.alloc(32).toString("base64") } : line)),
      /do not have the root/,
    ],
    [
      "a bit flipped in an event",
      (c) => {
        const line = c[at(c, 3)] as Line;
        const bytes = Buffer.from(line.canonical as string, "base64");
        bytes[50] = (bytes[50] as number) ^ 4;
        return c.with(at(c, 3), { ...line, canonical: bytes.toString("base64") });
      },
      /do not have the root|not a log entry|belongs to the log/,
    ],
    ["an event slipped in", (c) => c.toSpliced(at(c, 3), 0, { ...(c[at(c, 3)] as Line), seq: 3 }), /expected event 4/],
    [
      "an edited clear value",
      (c) =>
        c.map((line) =>
          line.seq === 2
            ? {
                ...line,
                private: Object.fromEntries(
                  Object.entries(line.private ?? {}).map(([k, v]) => [k, { ...v, value: "x" }]),
                ),
              }
            : line,
        ),
      /not the one that was committed to/,
    ],
    [
      "a checkpoint of another history",
      (c) => replaceFirst(c, signCheckpoint({ origin, size: 5n, root: Buffer.alloc(32, 1) }, signer)),
      /The first 5 events do not have the root/,
    ],
    [
      "a checkpoint in the wrong place",
      (c) => replaceFirst(c, (checkpoints(c)[1] as Line).checkpoint ?? ""),
      /stands after event 5/,
    ],
    [
      "a checkpoint twice",
      (c) => c.toSpliced(c.indexOf(checkpoints(c)[0] as Line), 0, checkpoints(c)[0] as Line),
      /does not follow/,
    ],
    [
      "another origin",
      (c) => c.with(0, { ...c[0], origin: "countersign.test/log/9" } as Line),
      /is of the log|belongs to the log/,
    ],
    [
      "words slipped in beside a hidden event",
      (c) => c.map((line) => (line.leaf ? { ...line, private: { note: { value: "fine" } } } : line)),
      /unknown field private/,
    ],
    ["another size in its first line", (c) => c.with(0, { ...c[0], size: 21 }), /its first line says 21/],
  ])("%s", (_, change, message) => {
    const { code, output } = run(changed(change), ...key);
    expect(output).toMatch(message);
    expect(code).toBe(1);
  });

  test("a line cut in the middle", () => {
    expect(run(text.slice(0, -40), ...key)).toMatchObject({
      code: 1,
      output: expect.stringMatching(/is not JSON: the file was cut/),
    });
  });

  test("fewer events than a checkpoint kept from earlier (rolled back)", () => {
    const later = write("later", signCheckpoint({ origin, size: 500n, root: Buffer.alloc(32, 1) }, signer));
    expect(run(text, ...key, "--checkpoint", later)).toMatchObject({
      code: 1,
      output: expect.stringMatching(/cut off or rolled back/),
    });
  });

  test("another history than a checkpoint kept from earlier", () => {
    const fork = write("fork", signCheckpoint({ origin, size: 7n, root: Buffer.alloc(32, 1) }, signer));
    expect(run(text, ...key, "--checkpoint", fork)).toMatchObject({
      code: 1,
      output: expect.stringMatching(/checkpoint you kept/),
    });
  });

  test("another key", () => {
    expect(run(text, "--vkey", testSigner(origin).vkey)).toMatchObject({
      code: 1,
      output: expect.stringMatching(/is not signed with/),
    });
  });
});

test("exporting needs permission and is in the log", async () => {
  const count = await db.$count(auditEvents);
  await expect(exportLog(testContext(db, { roles: ["viewer"] }), { signer })).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
  expect(await db.$count(auditEvents)).toBe(count);
});
