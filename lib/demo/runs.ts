import { createReadStream } from "node:fs";
import { join } from "node:path";
import { importPredictions } from "@/lib/experiments/commands/import-predictions";
import { importRuns } from "@/lib/experiments/commands/import-runs";
import { gunzipped } from "@/lib/experiments/ndjson";
import type { PredictionTable } from "@/lib/experiments/prediction-set";
import { readPredictions } from "@/lib/experiments/read-predictions";
import type { Stage } from "./cast";

const folder = join(process.cwd(), "lib/demo/data");
const day = 86_400_000;

/** The five runs whose row-level scores are on record, by name. */
export const predictedRuns = [
  "lr-v1-s2-C1",
  "lr-v2-s2-C0.1",
  "hgb-v1-seed11",
  "hgb-v2-lr0.05-l31",
  "rw-sex-hgb-v2",
] as const;

type Line = { run_id: string; run_name: string; start_time: string; end_time?: string };

async function readLines(): Promise<Line[]> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of gunzipped(createReadStream(join(folder, "census-runs.jsonl.gz")))) chunks.push(chunk);
  return Buffer.concat(chunks)
    .toString("utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
}

const predictionsOf = (name: string) => gunzipped(createReadStream(join(folder, `predictions-${name}.csv.gz`)));

/** The row-level scores of one of those runs. */
export const readDemoPredictions = (name: (typeof predictedRuns)[number]): Promise<PredictionTable> =>
  readPredictions(predictionsOf(name));

const shifted = (moment: string, by: number) => new Date(new Date(moment).getTime() + by).toISOString();

/**
 * Brings in the demo's runs with their calendar moved by whole days, so that the newest ended the day before the story
 * begins: evidence that grows stale in the drawer would block what it is there to show. Returns ids by run name.
 */
export async function bringInRuns(stage: Stage): Promise<Record<string, string>> {
  const lines = await readLines();
  const newest = Math.max(...lines.map((line) => new Date(line.start_time).getTime()));
  const by = Math.floor((stage.clock.now().getTime() - newest) / day) * day;
  const moved = lines.map((line) => ({
    ...line,
    start_time: shifted(line.start_time, by),
    ...(line.end_time ? { end_time: shifted(line.end_time, by) } : {}),
  }));
  async function* bytes() {
    for (const line of moved) yield Buffer.from(`${JSON.stringify(line)}\n`);
  }
  const report = await importRuns(stage.system, bytes(), { strict: true, source: "demo" });
  if (report.failed > 0) throw new Error(`demo runs: line ${report.errors[0]?.line}, ${report.errors[0]?.message}`);
  const ids = Object.fromEntries(lines.map((line) => [line.run_name, line.run_id]));
  for (const name of predictedRuns) {
    await importPredictions(stage.system, ids[name] ?? "", predictionsOf(name));
  }
  return ids;
}
