import type { DatasetInput } from "@/lib/experiments/ingest/log-inputs";
import { metricSupport } from "@/lib/experiments/metric-support";
import { paramOfText } from "@/lib/experiments/param-text";
import type { ParsedRun } from "@/lib/experiments/parse-run-line";
import { runContentDigest } from "@/lib/experiments/run-content";
import type { DraftMetric, RunDraft } from "@/lib/experiments/run-draft";
import { parseSliceKey, slicesOfMetrics } from "@/lib/experiments/slice-key";
import { axesFromMlflow } from "@/lib/mlflow/tracking/axes-from-mlflow";
import { runNameTag } from "@/lib/mlflow/tracking/run-name";
import { cut, limits } from "@/lib/mlflow/wire/limits";
import type { RemotePoint, RemoteRun } from "./messages";

export type DraftedRun = { ok: true; run: ParsedRun } | { ok: false; reason: string };
export type Place = { experiment: string; sourceUrl: string };

const most = { metrics: 10_000, params: 10_000, tags: 10_000 };
const earliest = Date.UTC(1990, 0, 1);
const yearMs = 365 * 86_400_000;
const contextTag = "mlflow.data.context";

/** What MLflow's stores keep for infinity: the greatest double. */
export const readValue = (value: number): number =>
  value === Number.MAX_VALUE ? Infinity : value === -Number.MAX_VALUE ? -Infinity : value;

const named = (pairs: readonly { key: string; value: string }[], longest: number): Record<string, string> =>
  Object.fromEntries(pairs.map(({ key, value }) => [key, cut(value, longest)]));

function inputsOf({ inputs }: RemoteRun): DatasetInput[] {
  const all = inputs.dataset_inputs.map(({ tags, dataset }) => {
    const tagged = named(tags, limits.inputTagValue);
    return {
      name: cut(dataset.name, limits.datasetName),
      digest: dataset.digest,
      sourceType: dataset.source_type,
      source: cut(dataset.source, limits.datasetSource),
      schema: dataset.schema ?? null,
      profile: dataset.profile ?? null,
      context: tagged[contextTag] ?? null,
      tags: tagged,
    };
  });
  const seen = new Set<string>();
  return all.filter(({ name, digest }) => {
    const identity = JSON.stringify([name, digest]);
    return !seen.has(identity) && seen.add(identity);
  });
}

/** Why a run cannot be kept as it is; null when it can. */
function whyNot({ info, data, inputs }: RemoteRun, now: Date): string | null {
  if (info.lifecycle_stage === "deleted") return "It is deleted at the source.";
  if (!/^[a-zA-Z0-9][\w-]{0,127}$/.test(info.run_id)) return "Its id has characters that no run here has.";
  const start = info.start_time ?? 0;
  if (start < earliest) return "It has no start, or one before 1990.";
  if (start > now.getTime() + yearMs || (info.end_time ?? 0) > 8_640_000_000_000_000)
    return "It starts or ends more than a year ahead.";
  for (const [what, list] of Object.entries(data)) {
    const limit = most[what as keyof typeof most];
    if (list.length > limit) return `It has more than ${limit.toLocaleString("en")} ${what}.`;
    if (list.some(({ key }) => key.length > limits.key))
      return `A name among its ${what} has more than 250 characters.`;
  }
  if (inputs.dataset_inputs.some(({ dataset }) => dataset.digest.length > 256))
    return "The digest of a dataset has more than 256 characters.";
  return whyNotText({ info, data, inputs });
}

/** Why the texts of what a source sent cannot be stored; null when they can. */
export function whyNotText(sent: object): string | null {
  const texts = JSON.stringify(sent);
  if (/(?<!\\)(?:\\\\)*\\u0000/.test(texts)) return "A text of it holds a NUL character, which cannot be stored.";
  if (/(?<!\\)(?:\\\\)*\\ud[89a-f][0-9a-f]{2}/.test(texts)) return "A text of it is not valid Unicode.";
  return null;
}

/** Where the files of a run are, for clients that read them through us: an address of the source's own store gets its host. */
export function artifactAddress(uri: string, sourceUrl: string): string | null {
  const own = /^mlflow-artifacts:\/{1,3}(.*)$/s.exec(uri)?.[1];
  const address = own === undefined ? uri : `${sourceUrl}/api/2.0/mlflow-artifacts/artifacts/${own}`;
  return address === "" ? null : cut(address, limits.artifactLocation);
}

function metricsOf({ data }: RemoteRun, evalRows: number | null): DraftMetric[] {
  const support = { rows: { test: evalRows }, confusion: null, latencyCalls: null };
  const byKey = new Map(data.metrics.map((metric) => [metric.key, metric]));
  return [...byKey.values()].map(({ key, value: sent, step, timestamp }) => {
    const value = readValue(sent);
    const n = evalRows === null || parseSliceKey(key) ? null : metricSupport(key, support);
    const isPlain = Number.isFinite(value);
    return {
      ...{ key, value: isPlain ? value : null, raw: isPlain ? null : String(value), n },
      ...{ ciLow: null, ciHigh: null, ciMethod: null, step, at: timestamp, points: 0 },
    };
  });
}

type Parts = Pick<RunDraft, "run" | "slices" | "metrics"> & { inputs: DatasetInput[]; warnings: string[] };

const evaluationOf = (warnings: string[]): RunDraft["evaluation"] => ({
  ...{ confusion: null, calibration: null, fairness: null, importances: null, signature: null },
  signatureProblem: null,
  warnings,
});

function partsOf(remote: RemoteRun, sourceUrl: string): Parts {
  const { info, data } = remote;
  const params = Object.fromEntries(
    data.params.map(({ key, value }) => [key, paramOfText(cut(value, limits.paramValue))]),
  );
  const sent = named(data.tags, limits.runTagValue);
  const name = info.run_name || sent[runNameTag] || info.run_id;
  const tags = { ...sent, [runNameTag]: name };
  const inputs = inputsOf(remote);
  const derived = axesFromMlflow({ params, tags, inputs });
  const metrics = metricsOf(remote, derived.evalRows);
  const { slices, withoutCount } = slicesOfMetrics(metrics);
  const start = info.start_time ?? 0;
  const end = info.end_time && info.end_time >= start ? info.end_time : null;
  return {
    inputs,
    metrics,
    slices: slices.map((slice) => ({ ...slice, intervals: {}, confusion: null })),
    warnings: withoutCount
      .slice(0, 20)
      .map((slice) => `The slice ${slice} has no number of rows: log it as slice/${slice}/n.`),
    run: {
      ...derived,
      id: info.run_id,
      name,
      status: info.status,
      ownerName: info.user_id || null,
      reportedUser: info.user_id,
      startedAt: new Date(start),
      endedAt: end === null ? null : new Date(end),
      durationSeconds: end === null ? null : (end - start) / 1000,
      error: null,
      params,
      tags,
      metrics: Object.fromEntries(metrics.map(({ key, value }) => [key, value])),
      metricMarks: Object.fromEntries(
        metrics.map(({ key, raw, step = 0, at = 0 }) => [key, raw === null ? [step, at] : [step, at, raw]]),
      ),
      sliceCount: slices.length,
      artifactUri: artifactAddress(info.artifact_uri, sourceUrl),
    },
  };
}

/**
 * A run of a source as it will be stored, with the digest that the same run has when it is logged here: over what it was made from and
 * what it came to. Points are added by `withPoints`. Says why when it cannot be kept.
 */
export function draftRemoteRun(remote: RemoteRun, { experiment, sourceUrl }: Place, now: Date): DraftedRun {
  const reason = whyNot(remote, now);
  if (reason) return { ok: false, reason };
  const { run, metrics, slices, inputs, warnings } = partsOf(remote, sourceUrl);
  const evaluation = evaluationOf(warnings);
  const draft: RunDraft = {
    experiment: { name: experiment, family: null, useCase: null },
    ...{ run, metrics, points: [], slices, artifacts: [], evaluation, inputs },
  };
  const digest = runContentDigest({
    run,
    metrics: metrics.map((metric) => ({ ...metric, step: metric.step ?? 0 })),
    slices,
    inputs,
    evaluation: warnings.length > 0 ? evaluation : null,
  });
  return { ok: true, run: { draft, digest, ignored: [] } };
}

/** Adds the history of metrics to a drafted run; each point once. */
export function withPoints(run: ParsedRun, histories: ReadonlyMap<string, readonly RemotePoint[]>): ParsedRun {
  const { draft } = run;
  const seen = new Set<string>();
  const points = [...histories].flatMap(([key, all]) =>
    all.flatMap(({ step, timestamp, value: sent }) => {
      const value = readValue(sent);
      const identity = JSON.stringify([key, step, timestamp, String(value)]);
      if (seen.has(identity)) return [];
      seen.add(identity);
      return [{ key, step, value, at: timestamp }];
    }),
  );
  const counts = new Map<string, number>();
  for (const { key } of points) counts.set(key, (counts.get(key) ?? 0) + 1);
  const metrics = draft.metrics.map((metric) => ({ ...metric, points: counts.get(metric.key) ?? 0 }));
  return { ...run, draft: { ...draft, points, metrics } };
}
