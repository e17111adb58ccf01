import { expect, it } from "vitest";
import { mergeProgress, openRuns, withProgress } from "./run-progress";
import type { ShownRuns } from "./shown-runs";
import type { RunChunk, ShownRun } from "./shown-runs-query";

const row = (id: string, more: Partial<ShownRun> = {}): ShownRun => ({
  id,
  name: id,
  intent: null,
  algorithm: null,
  status: "FINISHED",
  error: null,
  experimentId: "e",
  experimentName: "e",
  owner: null,
  startedAt: new Date("2026-11-01T00:00:00Z"),
  durationSeconds: null,
  axes: {
    code_commit: null,
    dataset_snapshot: null,
    feature_definitions: null,
    hyperparameters: null,
    runtime_image: null,
    seed_policy: null,
  },
  axisDetails: {},
  evalDatasetDigest: null,
  params: {},
  sliceCount: 0,
  hasPredictions: false,
  isArchived: false,
  metrics: {},
  worst: null,
  slices: {},
  ...more,
});
const figure = (value: number) => ({ loss: { value, raw: null, low: null, high: null, n: null } });
const shown = (rows: ShownRun[], more: Partial<ShownRuns> = {}): ShownRuns => ({
  rows,
  baseline: null,
  pins: [],
  columns: [],
  after: null,
  before: null,
  start: 0,
  ...more,
});
const read = (rows: ShownRun[]): RunChunk => ({ rows, after: null });

it("follows runs that are not over, those on top first, each once and archived ones not", () => {
  const rows = [row("a"), row("b", { status: "RUNNING" }), row("c", { status: "SCHEDULED" })];
  const archived = row("d", { status: "RUNNING", isArchived: true });
  const top = { baseline: row("x", { status: "RUNNING" }), pins: [row("b", { status: "RUNNING" })] };
  expect(openRuns(shown([...rows, archived], top))).toEqual(["x", "b", "c"]);
  expect(openRuns(shown([row("a")]))).toEqual([]);
});

it("asks for no more than a hundred at once", () => {
  expect(openRuns(shown(Array.from({ length: 300 }, (_, i) => row(`r${i}`, { status: "RUNNING" }))))).toHaveLength(100);
});

it("puts new figures into the rows and leaves their order, though one would now sort elsewhere", () => {
  const before = shown([row("a", { metrics: figure(3) }), row("b", { metrics: figure(2), status: "RUNNING" })]);
  const after = withProgress(before, read([row("b", { metrics: figure(9), status: "FINISHED" }), row("gone")]));
  expect(after.rows.map(({ id, status, metrics }) => [id, status, metrics.loss?.value])).toEqual([
    ["a", "FINISHED", 3],
    ["b", "FINISHED", 9],
  ]);
  expect(withProgress(before, read([]))).toBe(before);
});

it("keeps what was read before of a run that is no longer followed", () => {
  const merged = mergeProgress(read([row("a", { metrics: figure(1) })]), read([row("b", { metrics: figure(2) })]));
  const again = mergeProgress(merged, read([row("b", { metrics: figure(5) })]));
  expect(again.rows.map(({ id, metrics }) => [id, metrics.loss?.value])).toEqual([
    ["a", 1],
    ["b", 5],
  ]);
});
