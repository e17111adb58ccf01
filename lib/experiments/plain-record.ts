import type { RunStatus } from "@/db/enums";
import { runStatuses } from "@/db/enums";
import type { JsonValue } from "./record-text";
import type { RunRecord } from "./run-record";

type Fields = Readonly<Record<string, JsonValue>>;

const texts: Readonly<Record<string, number>> = {
  run_name: 250,
  experiment_family: 250,
  use_case: 500,
  intent: 4000,
  algorithm: 250,
  owner: 250,
  feature_version: 250,
  seed_policy: 250,
  threshold_rule: 1000,
};
const known = new Set([
  ...Object.keys(texts),
  ...["run_id", "experiment", "status", "start_time", "end_time", "params", "metrics", "tags", "seed"],
]);
const statuses: ReadonlySet<string> = new Set(runStatuses);
const runId = /^[\w.:@-]{1,128}$/;
const utc = /^\d{4}-(0[1-9]|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,3})?Z$/;
const earliest = Date.UTC(1990, 0, 1);
const most = { params: 500, metrics: 2000, tags: 500, key: 250, text: 1000 };

function plainMoment(value: JsonValue | undefined): Date | null {
  if (typeof value !== "string" || !utc.test(value)) return null;
  const at = new Date(value);
  // A day that the month does not have moves into the next one.
  return at.getTime() >= earliest && at.getUTCDate() === Number(value.slice(8, 10)) ? at : null;
}

/** An object of few plain entries, or null: "absent" counts as empty. */
function plainMap<T extends JsonValue>(
  value: JsonValue | undefined,
  count: number,
  isPlain: (entry: JsonValue) => entry is T,
): Record<string, T> | null {
  if (value === undefined) return {};
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  let entries = 0;
  for (const key in value) {
    entries += 1;
    if (key.length === 0 || key.length > most.key || !isPlain(value[key] as JsonValue)) return null;
  }
  return entries <= count ? (value as Record<string, T>) : null;
}

const isScalar = (entry: JsonValue): entry is string | number | boolean =>
  typeof entry === "number" || typeof entry === "boolean" || isShort(entry);
const isNumber = (entry: JsonValue): entry is number => typeof entry === "number";
const isShort = (entry: JsonValue): entry is string => typeof entry === "string" && entry.length <= most.text;

/**
 * A record that has nothing but a name, a status, times, scalar parameters, finite metrics and short tags, read without its full
 * schema: the same outcome at a fraction of the time. Null for any other record, valid or not.
 */
export function readPlainRecord(sent: Fields): RunRecord | null {
  for (const name in sent) if (!known.has(name)) return null;
  const { run_id: id, experiment, status, seed } = sent;
  if (typeof id !== "string" || !runId.test(id)) return null;
  if (typeof experiment !== "string" || experiment.length === 0 || experiment.length > 250) return null;
  if (typeof status !== "string" || !statuses.has(status)) return null;
  if (seed !== undefined && !Number.isSafeInteger(seed)) return null;
  const start = plainMoment(sent.start_time);
  const end = sent.end_time === undefined ? undefined : plainMoment(sent.end_time);
  if (!start || end === null || (end && end < start)) return null;
  const named: Record<string, string | null> = {};
  for (const name in texts) {
    const value = sent[name];
    if (value !== undefined && (typeof value !== "string" || value.length > (texts[name] ?? 0))) return null;
    named[name] = value || null;
  }
  const params = plainMap(sent.params, most.params, isScalar);
  const metrics = plainMap(sent.metrics, most.metrics, isNumber);
  const tags = plainMap(sent.tags, most.tags, isShort);
  if (!params || !metrics || !tags) return null;
  const figures: RunRecord["metrics"] = {};
  for (const key in metrics) figures[key] = { value: metrics[key] ?? null, raw: null };
  return {
    ...(named as Pick<RunRecord, "run_name" | "experiment_family" | "use_case" | "intent" | "algorithm" | "owner">),
    feature_version: named.feature_version ?? null,
    seed_policy: named.seed_policy ?? null,
    threshold_rule: named.threshold_rule ?? null,
    run_id: id,
    experiment,
    status: status as RunStatus,
    start_time: start,
    end_time: end,
    params,
    metrics: figures,
    tags,
    seed: seed as number | undefined,
  };
}
