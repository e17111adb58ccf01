import fc from "fast-check";
import { expect, it, test } from "vitest";
import { readPlainRecord } from "./plain-record";
import { draftRun } from "./run-draft";
import { runRecord } from "./run-record";

const now = new Date("2026-11-23T12:00:00Z");
const base = { run_id: "r1", experiment: "e", status: "FINISHED", start_time: "2026-11-01T10:00:00Z" };
const sorted = <T>(entries: Record<string, T>) =>
  Object.fromEntries(Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1)));

const key = fc.stringMatching(/^[a-z]{1,8}$/);
const plain = fc.record(
  {
    run_id: fc.stringMatching(/^[\w.:@-]{1,20}$/),
    experiment: fc.string({ minLength: 1, maxLength: 20 }),
    status: fc.constantFrom("FINISHED", "RUNNING", "FAILED"),
    start_time: fc
      .date({ min: new Date("1991-01-01"), max: new Date("2027-01-01"), noInvalidDate: true })
      .map((d) => d.toISOString()),
    params: fc.dictionary(key, fc.oneof(fc.string(), fc.integer(), fc.boolean())).map(sorted),
    metrics: fc.dictionary(key, fc.double({ noNaN: true, noDefaultInfinity: true })).map(sorted),
    tags: fc.dictionary(key, fc.string()).map(sorted),
    run_name: fc.string({ maxLength: 30 }),
    algorithm: fc.string({ maxLength: 30 }),
    intent: fc.string({ maxLength: 30 }),
    owner: fc.string({ maxLength: 30 }),
    seed: fc.integer(),
  },
  { requiredKeys: ["run_id", "experiment", "status", "start_time"] },
);

it("makes of every plain record what its schema makes of it", () => {
  fc.assert(
    fc.property(plain, (record) => {
      const read = readPlainRecord(record);
      expect(read).not.toBeNull();
      expect(read && draftRun(read, now)).toEqual(draftRun(runRecord.parse(record), now));
    }),
  );
});

test.each([
  ["a field it does not know", { slices: [] }],
  ["a list among the parameters", { params: { layers: [1, 2] } }],
  ["a metric that is not finite", { metrics: { auc: "NaN" } }],
  ["a long tag", { tags: { note: "x".repeat(1001) } }],
  ["an unknown status", { status: "finished" }],
  ["an end before its start", { end_time: "2026-10-01T10:00:00Z" }],
  ["a day that does not exist", { start_time: "2026-02-30T10:00:00Z" }],
  ["a time zone", { start_time: "2026-11-01T10:00:00+02:00" }],
  ["seconds since 1970", { start_time: 1_795_434_122 }],
  ["an empty metric key", { metrics: { "": 1 } }],
  ["a fraction as seed", { seed: 1.5 }],
  ["a run id with a slash", { run_id: "a/b" }],
])("leaves a record with %s to the schema", (_, more) => {
  expect(readPlainRecord({ ...base, ...more })).toBeNull();
});
