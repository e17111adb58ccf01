import "server-only";
import { type RunStatus, runStatuses } from "@/db/enums";
import { contentDigest } from "@/lib/audit/canonical-json";
import { absent, copyText } from "./copy-text";
import type { PackedRun } from "./packed-run";
import { draftedColumns } from "./run-columns";
import type { RunDraft } from "./run-draft";

type Fields = Readonly<Record<string, unknown>>;

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
const others = ["run_id", "experiment", "status", "start_time", "end_time", "params", "metrics", "tags", "seed"];
/** In the order of canonical JSON. */
const fields = [...Object.keys(texts), ...others].sort();
const known: ReadonlySet<string> = new Set(fields);
const statuses: ReadonlySet<unknown> = new Set(runStatuses);
const runId = /^[\w.:@-]{1,128}$/;
const utc = /^\d{4}-(0[1-9]|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,3})?Z$/;
const earliest = Date.UTC(1990, 0, 1);
const most = { params: 500, metrics: 2000, tags: 500, key: 250, text: 1000 };

function moment(value: unknown): Date | null {
  if (typeof value !== "string" || !utc.test(value)) return null;
  const at = new Date(value);
  // A day that the month does not have moves into the next one.
  return at.getTime() >= earliest && at.getUTCDate() === Number(value.slice(8, 10)) ? at : null;
}

const isNumber = (entry: unknown): boolean => typeof entry === "number" && Number.isFinite(entry);
const isShort = (entry: unknown): boolean => typeof entry === "string" && entry.length <= most.text;
const isScalar = (entry: unknown): boolean => isNumber(entry) || typeof entry === "boolean" || isShort(entry);

/** The same fields with their keys in the order of canonical JSON. */
function inOrder(value: Fields): Fields {
  const keys = Object.keys(value);
  for (let at = 1; at < keys.length; at++)
    if ((keys[at - 1] ?? "") > (keys[at] ?? "")) return Object.fromEntries(keys.sort().map((key) => [key, value[key]]));
  return value;
}

/** A key that JavaScript keeps in its place and that can be stored. */
function isPlainKey(key: string): boolean {
  const first = key.charCodeAt(0);
  return key.length > 0 && key.length <= most.key && !(first >= 48 && first <= 57) && key !== "__proto__";
}

/** An object of few plain entries, its keys in order, or null: "absent" counts as empty. */
function plainMap(value: unknown, count: number, isPlain: (entry: unknown) => boolean): Fields | null {
  if (value === undefined) return {};
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  let entries = 0;
  for (const key in value) {
    entries += 1;
    if (!isPlainKey(key) || !isPlain((value as Fields)[key])) return null;
  }
  return entries <= count ? inOrder(value as Fields) : null;
}

function parsed(text: string): Fields | null {
  // What cannot be stored, a NUL or half of a pair, is written as an escape.
  if (text.includes("\\u") || !text.isWellFormed()) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : null;
  } catch {
    return null;
  }
}

type Scalars = { id: string; experiment: string; status: RunStatus; start: Date; end: Date | null };

function readScalars(sent: Fields, now: Date): Scalars | null {
  for (const name in sent) if (!known.has(name)) return null;
  for (const name in texts) {
    const value = sent[name];
    if (value !== undefined && (typeof value !== "string" || value.length > (texts[name] ?? 0))) return null;
  }
  const { run_id: id, experiment, status, seed } = sent;
  if (typeof id !== "string" || !runId.test(id)) return null;
  if (typeof experiment !== "string" || experiment.length === 0 || experiment.length > 250) return null;
  if (!statuses.has(status)) return null;
  if (seed !== undefined && !Number.isSafeInteger(seed)) return null;
  const start = moment(sent.start_time);
  const end = sent.end_time === undefined ? null : moment(sent.end_time);
  // A clock that ran ahead is refused or told about.
  if (!start || start > now || (sent.end_time !== undefined && !end) || (end && end < start)) return null;
  return { id, experiment, status: status as RunStatus, start, end };
}

/** Canonical JSON of a record, its objects written already. */
function canonical(sent: Fields, written: Readonly<Record<string, string>>): string {
  const parts: string[] = [];
  for (const name of fields)
    if (sent[name] !== undefined) parts.push(`"${name}":${written[name] ?? JSON.stringify(sent[name])}`);
  return `{${parts.join(",")}}`;
}

const columns = Object.keys(draftedColumns);
/** A run's row: what is not named is absent. */
const rowOf = (cells: Readonly<Record<string, string | null | undefined>>): string =>
  columns.map((column) => cells[column] ?? absent).join("\t");
const optional = (value: unknown): string | null => (typeof value === "string" && value ? copyText(value) : null);

/** No interval, no count and no history: what follows a metric's value. */
const bare = `${absent}\t${absent}\t${absent}\t${absent}\t${absent}\t0\t0\t0\n`;
const metricRows = (own: string, metrics: Fields): string | undefined => {
  const keys = Object.keys(metrics);
  return keys.length === 0 ? undefined : keys.map((key) => `${own}${copyText(key)}\t${metrics[key]}\t${bare}`).join("");
};

/**
 * A line that has nothing but a name, a status, times, scalar parameters, finite metrics and short tags, packed without its schema and
 * draft: the same outcome at a fraction of the time. Null for any other line, valid or not.
 */
export function packPlainLine(projectId: number, text: string, now: Date, again: () => RunDraft): PackedRun | null {
  const sent = parsed(text);
  const scalars = sent && readScalars(sent, now);
  if (!scalars) return null;
  const params = plainMap(sent.params, most.params, isScalar);
  const metrics = plainMap(sent.metrics, most.metrics, isNumber);
  const tags = plainMap(sent.tags, most.tags, isShort);
  if (!params || !metrics || !tags) return null;
  const { id, experiment, status, start, end } = scalars;
  const written = { params: JSON.stringify(params), metrics: JSON.stringify(metrics), tags: JSON.stringify(tags) };
  const digest = contentDigest(canonical(sent, written));
  const algorithm = (sent.algorithm as string | undefined) || null;
  const recipe = `{"algorithm":${JSON.stringify(algorithm)},"params":${written.params}}`;
  const rule = params.threshold_rule;
  const hasRecipe = algorithm !== null || written.params !== "{}";
  return {
    ...{ id, status, digest },
    experiment: {
      name: experiment,
      family: (sent.experiment_family as string | undefined) || null,
      useCase: (sent.use_case as string | undefined) || null,
    },
    ownerName: (sent.owner as string | undefined) || null,
    row: rowOf({
      project_id: String(projectId),
      id,
      name: optional(sent.run_name) ?? id,
      intent: optional(sent.intent),
      algorithm: optional(algorithm),
      status,
      started_at: start.toISOString(),
      ended_at: end?.toISOString(),
      duration_seconds: end && String((end.getTime() - start.getTime()) / 1000),
      feature_definitions: optional(sent.feature_version),
      hyperparameters: hasRecipe ? contentDigest(recipe) : null,
      seed_policy: optional(sent.seed_policy),
      axis_details: sent.seed === undefined ? "{}" : `{"seed":${JSON.stringify(sent.seed)}}`,
      threshold_rule: optional(sent.threshold_rule) ?? (typeof rule === "string" ? copyText(rule) : null),
      params: copyText(written.params),
      metrics: copyText(written.metrics),
      tags: copyText(written.tags),
      slice_count: "0",
      content_digest: digest,
    }),
    parts: { run_metrics: metricRows(`${projectId}\t${id}\t`, metrics) },
    inputs: undefined,
    draft: again,
  };
}
