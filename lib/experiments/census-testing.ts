import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, it } from "vitest";
import type { PairedRows, SliceColumn } from "./paired-rows";
import type { SliceRecord } from "./slice-deltas";

const data = fileURLToPath(new URL("../../../shared/data/", import.meta.url));
const folder = `${data}census-income/`;

/** Whether the real census runs are there; without them tests on them are skipped, except in CI, where that is an error. */
export function hasCensusData(): boolean {
  if (existsSync(folder)) return true;
  if (process.env.CI === "true") throw new Error(`The census data is missing: expected it in ${folder}`);
  console.warn(`SKIPPED: no census data in ${folder}`);
  return false;
}

/** A suite on the real census runs. Its body reads them, so it is not even entered where they are absent. */
export function describeOnCensus(name: string, body: () => void | Promise<void>): void {
  if (hasCensusData()) describe(name, () => body());
  else describe.skip(name, () => it("reads the census data", () => {}));
}

type RecordedSlice = Record<string, number | null> & Omit<SliceRecord, "metrics">;
/** The fields of a record in runs.jsonl that tests read. */
export type CensusRun = {
  run_id: string;
  run_name: string;
  status: string;
  end_time: string;
  algorithm: string;
  code: { commit: string; repository: string; entry_point: string };
  dataset: {
    train_snapshot_id: string;
    train_snapshot_name: string;
    eval_snapshot_id: string;
    eval_snapshot_name: string;
    label: string;
  };
  feature_version: string;
  params: Record<string, unknown>;
  runtime_image: { digest: string };
  seed_policy: string;
  seed: number;
  rows: { test: number };
  metrics: Record<string, number>;
  metrics_ci95: Record<string, [number, number]>;
  confusion_matrix: { tp: number; fp: number; fn: number; tn: number };
  slices: RecordedSlice[];
  fairness: Record<string, Record<string, number | null>>;
  feature_importance?: { items: { feature: string; mean: number }[] };
  model_signature: unknown;
};

/** All recorded census runs by name. */
export function censusRuns(): Map<string, CensusRun> {
  const lines = readFileSync(`${folder}runs.jsonl`, "utf8").trim().split("\n");
  return new Map(lines.map((line) => JSON.parse(line) as CensusRun).map((run) => [run.run_name, run]));
}

/** Recorded runs on term deposits by name; one of them was given the length of the call, which is known only afterwards. */
export function depositRuns(): Map<string, CensusRun> {
  const lines = readFileSync(`${data}term-deposit/runs.jsonl`, "utf8").trim().split("\n");
  return new Map(lines.map((line) => JSON.parse(line) as CensusRun).map((run) => [run.run_name, run]));
}

/** A run's slices as the console records them. */
export const censusSlices = (run: CensusRun | undefined): SliceRecord[] =>
  (run?.slices ?? []).map(({ dimension, value, n, positives, confusion, ...metrics }) => ({
    dimension,
    value,
    n,
    positives,
    confusion,
    metrics: metrics as Record<string, number | null>,
  }));

/** Row-level scores of two runs on the fixed evaluation rows. */
export function censusPair(baseline: string, candidate: string): PairedRows {
  const rows = (name: string) =>
    readFileSync(`${folder}predictions/${name}.csv`, "utf8")
      .trim()
      .split("\n")
      .map((line) => line.split(","));
  const [header = [], ...first] = rows(baseline);
  const [, ...second] = rows(candidate);
  const columns: SliceColumn[] = header.slice(3).map((name, index) => {
    const values = [...new Set(first.map((row) => row[index + 3] ?? ""))];
    const codes = new Map(values.map((value, code) => [value, code]));
    return { name, values, codes: Uint8Array.from(first, (row) => codes.get(row[index + 3] ?? "") ?? 0) };
  });
  return {
    labels: Uint8Array.from(first, (row) => Number(row[1])),
    baselineScores: Float32Array.from(first, (row) => Number(row[2])),
    candidateScores: Float32Array.from(second, (row) => Number(row[2])),
    baselineThreshold: 0.5,
    candidateThreshold: 0.5,
    columns,
  };
}
