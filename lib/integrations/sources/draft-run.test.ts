import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { artifactAddress, draftRemoteRun, withPoints } from "./draft-run";
import { remoteRun } from "./messages";

const now = new Date("2026-11-24T09:00:00Z");
const start = Date.UTC(2026, 10, 20);
const place = { experiment: "credit", sourceUrl: "https://mlflow.example.com" };
const id = "0123456789abcdef0123456789abcdef";

type Sent = { info?: Record<string, unknown>; data?: Record<string, unknown>; inputs?: Record<string, unknown> };
const read = ({ info, ...parts }: Sent = {}) =>
  remoteRun.parse({
    info: { run_id: id, experiment_id: "1", status: "FINISHED", start_time: start, ...info },
    ...parts,
  });
const draft = (sent: Sent = {}) => {
  const drafted = draftRemoteRun(read(sent), place, now);
  if (!drafted.ok) throw new Error(drafted.reason);
  return drafted.run;
};
const metric = (key: string, value: number | string, step = 0) => ({ key, value, timestamp: start + step, step });

describe("a run of a source", () => {
  it.each<[string, Sent, RegExp]>([
    ["was deleted", { info: { lifecycle_stage: "deleted" } }, /deleted at the source/],
    ["has an id of other characters", { info: { run_id: "../x" } }, /characters/],
    ["has no start", { info: { start_time: undefined } }, /no start/],
    ["starts in seconds instead of milliseconds", { info: { start_time: 1_764_000_000 } }, /before 1990/],
    ["starts in two years", { info: { start_time: now.getTime() + 8e10 } }, /year ahead/],
    ["ends at no time", { info: { end_time: 9e15 } }, /year ahead/],
    ["holds a NUL", { data: { tags: [{ key: "a", value: "x\0y" }] } }, /NUL/],
    ["holds half a character", { data: { params: [{ key: "a", value: "\ud800" }] } }, /Unicode/],
    ["has a long name", { data: { metrics: [metric("m".repeat(251), 1)] } }, /250/],
    ["has too many tags", { data: { tags: Array(10_001).fill({ key: "a", value: "" }) } }, /10,000 tags/],
  ])("is not kept when it %s", (_, sent, reason) => {
    expect(draftRemoteRun(read(sent), place, now)).toEqual({ ok: false, reason: expect.stringMatching(reason) });
  });

  it("is kept when a text only looks like an escape", () => {
    const text = String.raw`C:\u0000 \ud800 \\u0000`;
    expect(draft({ data: { tags: [{ key: "path", value: text }] } }).draft.run.tags.path).toBe(text);
  });

  it("has NaN and infinities as what they are, also as MLflow's stores keep them", () => {
    const all = { nan: "NaN", up: Number.MAX_VALUE, down: -Number.MAX_VALUE, inf: "Infinity", one: 1 };
    const { metrics } = draft({ data: { metrics: Object.entries(all).map(([key, v]) => metric(key, v)) } }).draft;
    expect(Object.fromEntries(metrics.map(({ key, value, raw }) => [key, [value, raw]]))).toEqual({
      ...{ nan: [null, "NaN"], up: [null, "Infinity"], down: [null, "-Infinity"], inf: [null, "Infinity"] },
      one: [1, null],
    });
  });

  it("has its slices out of its metrics, and cut values, as when it is logged here", () => {
    const metrics = [metric("slice/sex/F/n", 10), metric("slice/sex/F/recall", 0.5), metric("slice/sex/M/recall", 0.6)];
    const params = [{ key: "long", value: "x".repeat(7000) }];
    const { slices, evaluation, run } = draft({ data: { metrics, params } }).draft;
    expect(slices).toMatchObject([{ dimension: "sex", value: "F", n: 10, metrics: { recall: 0.5 } }]);
    expect(evaluation.warnings).toEqual(["The slice sex/M has no number of rows: log it as slice/sex/M/n."]);
    expect(String(run.params.long)).toHaveLength(6000);
  });

  it("has the same digest whatever its name, its notes and the order of its parts", () => {
    const parts = {
      params: [
        { key: "a", value: "1" },
        { key: "b", value: "2" },
      ],
      metrics: [metric("m", 1), metric("n", 2)],
    };
    const first = draft({ data: parts });
    const second = draft({
      info: { run_name: "renamed", end_time: start + 5 },
      data: {
        params: parts.params.toReversed(),
        metrics: parts.metrics.toReversed(),
        tags: [{ key: "note", value: "looked at" }],
      },
    });
    expect(second.digest).toBe(first.digest);
    expect(draft({ data: { ...parts, metrics: [metric("m", 1)] } }).digest).not.toBe(first.digest);
    expect(draft({ info: { status: "FAILED" }, data: parts }).digest).not.toBe(first.digest);
  });

  it("ends not before it starts", () => {
    expect(draft({ info: { end_time: start - 1 } }).draft.run).toMatchObject({ endedAt: null, durationSeconds: null });
    expect(draft({ info: { end_time: start + 1500 } }).draft.run.durationSeconds).toBe(1.5);
  });

  it("has each point once, however often the source says it", () => {
    const value = fc.oneof(fc.double(), fc.constantFrom(0, 1, Number.NaN, Number.MAX_VALUE, Infinity));
    const point = fc.record({ key: fc.constant("m"), value, timestamp: fc.nat(3), step: fc.nat(3) });
    fc.assert(
      fc.property(fc.array(point, { maxLength: 30 }), (points) => {
        const run = draft({ data: { metrics: [metric("m", 1)] } });
        const once = withPoints(run, new Map([["m", points]])).draft;
        const twice = withPoints(run, new Map([["m", [...points, ...points]]])).draft;
        expect(twice.points).toEqual(once.points);
        expect(once.metrics[0]?.points).toBe(once.points.length);
        // What the table's key would call the same: NaN equals NaN, and -0 equals 0.
        const keys = once.points.map(({ step, at, value: v }) => `${step} ${at} ${(v ?? 0) + 0}`);
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });
});

it.each([
  ["mlflow-artifacts:/1/abc/artifacts", "https://m.example.com/api/2.0/mlflow-artifacts/artifacts/1/abc/artifacts"],
  ["mlflow-artifacts:///1/abc", "https://m.example.com/api/2.0/mlflow-artifacts/artifacts/1/abc"],
  ["s3://bucket/1/abc", "s3://bucket/1/abc"],
  ["", null],
])("files at %j are found at %j", (uri, address) => {
  expect(artifactAddress(uri, "https://m.example.com")).toBe(address);
});
