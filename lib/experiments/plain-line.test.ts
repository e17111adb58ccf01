import fc from "fast-check";
import { expect, it, test } from "vitest";
import { packRun } from "./packed-run";
import { parseRunLine } from "./parse-run-line";
import { packPlainLine } from "./plain-line";

const now = new Date("2026-11-23T12:00:00Z");
const base = { run_id: "r1", experiment: "e", status: "FINISHED", start_time: "2026-11-01T10:00:00Z" };
const again = () => {
  throw new Error("not asked for");
};
const plainly = (text: string) => packPlainLine(7, text, now, again);

/** What the schema makes of a line, or null when it is refused. */
function wholly(text: string) {
  const read = parseRunLine(text, now);
  return read.ok ? packRun(7, read.run, again) : null;
}

const key = fc.oneof(
  { weight: 20, arbitrary: fc.stringMatching(/^[a-z_]{1,8}$/) },
  fc.constantFrom("threshold_rule", "10", "9", "Ü", "a\tb", "😀", "", "valid_auc", "__proto__"),
);
const text = fc.oneof(fc.string({ maxLength: 20 }), fc.constantFrom("", "a\tb\\c\nd\r", '"', "\\N", "\\.", "Ünï 😀"));
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.constantFrom(-0, 1e21, 5e-324),
);
const day = fc
  .date({ min: new Date("1989-12-01"), max: new Date("2026-12-01"), noInvalidDate: true })
  .map((d) => d.toISOString());
const usual = fc.record(
  {
    run_id: fc.stringMatching(/^[\w.:@-]{1,20}$/),
    experiment: fc.string({ minLength: 1, maxLength: 20 }),
    status: fc.constantFrom("FINISHED", "RUNNING", "FAILED"),
    start_time: day,
    end_time: fc.oneof(day, fc.constant("2026-11-22T10:00:00Z")),
    params: fc.dictionary(key, fc.oneof(text, number, fc.boolean())),
    metrics: fc.dictionary(key, number),
    tags: fc.dictionary(key, text),
    ...{ run_name: text, algorithm: text, intent: text, owner: text, use_case: text, experiment_family: text },
    ...{ feature_version: text, seed_policy: text, threshold_rule: text, seed: fc.integer() },
  },
  { requiredKeys: ["run_id", "experiment", "status", "start_time"] },
);
const odd = fc.oneof(
  fc.constantFrom(null, "NaN", "x".repeat(1001), {}, { a: null }, { a: "NaN" }, { a: [1] }, true, ""),
  fc.array(number, { maxLength: 2 }),
  number,
);
/** Lines with their fields in any order, one in five with a field that is not plain. */
const line = fc.tuple(usual, fc.nat(4), odd, fc.infiniteStream(fc.nat())).map(([record, luck, instead, places]) => {
  const names = Object.keys(record).sort(() => ((places.next().value ?? 0) % 3) - 1);
  const sent = names.map((name) => [name, record[name as keyof typeof record]] as const);
  const spoilt = luck === 0 ? (places.next().value ?? 0) % names.length : -1;
  return JSON.stringify(Object.fromEntries(sent.map(([name, value], at) => [name, at === spoilt ? instead : value])));
});

it("packs a line as its schema and draft do, or leaves it to them", () => {
  let plain = 0;
  fc.assert(
    fc.property(line, (sent) => {
      const packed = plainly(sent);
      if (!packed) return;
      plain += 1;
      expect(packed).toEqual(wholly(sent));
    }),
  );
  expect(plain).toBeGreaterThan(10);
});

it("packs a plain record itself", () => {
  const more = {
    params: { b: 1, a: "x" },
    metrics: { auc: 0.5 },
    tags: { team: "t" },
    seed: 3,
    owner: "kim@example.org",
  };
  const sent = JSON.stringify({ ...base, ...more });
  expect(plainly(sent)).toEqual(wholly(sent));
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
  ["a start after now", { start_time: "2026-11-23T12:00:01Z" }],
  ["an empty metric key", { metrics: { "": 1 } }],
  ["a key that looks like a number", { metrics: { 10: 1 } }],
  ["a NUL", { tags: { note: "a\u0000" } }],
  ["half of a pair", { tags: { note: "\ud800" } }],
  ["a fraction as seed", { seed: 1.5 }],
  ["a run id with a slash", { run_id: "a/b" }],
])("leaves a record with %s to the schema", (_, more) => {
  expect(plainly(JSON.stringify({ ...base, ...more }))).toBeNull();
});

test.each(["{oops", "[1]", "null", `{"run_id":NaN}`, "1e999"])("leaves %s to the schema", (sent) => {
  expect(plainly(sent)).toBeNull();
});
