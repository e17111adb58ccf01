import type { Sql } from "@/db/client";
import type { RunComparison, RunOrder } from "@/lib/experiments/run-comparison";

/** A run as a test makes it. Metrics may be NaN or infinite. */
export type MadeRun = {
  id: string;
  name: string;
  experiment: string;
  status: string;
  startedAt: number;
  isDeleted: boolean;
  metrics: Record<string, number>;
  params: Record<string, string>;
  tags: Record<string, string>;
  datasets: { name: string; digest: string; context: string }[];
};

const pick = <T>(all: readonly T[], i: number): T => all[i % all.length] as T;

/** Forty runs that differ in everything a search can ask, with ties, NaN, infinities and missing values. */
export const madeRuns: readonly MadeRun[] = Array.from(
  { length: 40 },
  (_, i): MadeRun => ({
    id: (i * 2_654_435_761).toString(16).padStart(32, "0"),
    name: pick(["alpha", "Beta", "gam_ma", "100%"], i),
    experiment: pick(["e1", "e1", "e2"], i),
    status: pick(["FINISHED", "FAILED", "RUNNING"], i),
    startedAt: Date.UTC(2026, 0, 1) + Math.floor(i / 4) * 1000,
    isDeleted: i % 13 === 5,
    metrics: {
      ...(i % 5 === 4 ? {} : { acc: pick([0.5, 0.7, Number.NaN, 0.5, 0.9, Number.POSITIVE_INFINITY, -1], i) }),
      ...(i % 3 === 0 ? { loss: i / 10 } : {}),
    },
    params:
      i % 4 === 3 ? ({} as Record<string, string>) : { lr: pick(["0.1", "1e-3", "Auto", "auto"], Math.floor(i / 2)) },
    tags: i % 6 === 0 ? ({} as Record<string, string>) : { team: pick(["risk", "Fraud", "it's"], i) },
    datasets: i % 7 === 0 ? [{ name: "train", digest: `d${i % 2}`, context: "training" }] : [],
  }),
);

/** Puts the runs into a project by SQL. */
export async function insertRuns(sql: Sql, projectId: number, runs: readonly MadeRun[]): Promise<void> {
  for (const id of new Set(runs.map((run) => run.experiment)))
    await sql`insert into experiments (project_id, id, name, created_at) values (${projectId}, ${id}, ${id}, now())`;
  for (const run of runs) {
    const at = new Date(run.startedAt).toISOString();
    await sql`
      insert into runs (project_id, id, experiment_id, name, status, started_at, params, tags, content_digest, metrics_packed, imported_at, archived_at)
      values (${projectId}, ${run.id}, ${run.experiment}, ${run.name}, ${run.status}, ${at}, ${JSON.stringify(run.params)}::text::jsonb,
        ${JSON.stringify(run.tags)}::text::jsonb, ${`digest of ${run.id}`}, false, ${at}, ${run.isDeleted ? at : null})`;
    for (const [key, value] of Object.entries(run.metrics)) {
      const [stored, raw] = Number.isFinite(value) ? [value, null] : [null, String(value)];
      await sql`insert into run_metrics (project_id, run_id, key, value, raw, step, at) values (${projectId}, ${run.id}, ${key}, ${stored}, ${raw}, 3, ${run.startedAt})`;
    }
    for (const { name, digest, context } of run.datasets) {
      await sql`insert into input_datasets (project_id, experiment_id, name, digest, source_type, source, created_at)
        values (${projectId}, ${run.experiment}, ${name}, ${digest}, 'local', 'file', now()) on conflict do nothing`;
      await sql`insert into run_inputs (project_id, run_id, experiment_id, name, digest, context, tags, place)
        values (${projectId}, ${run.id}, ${run.experiment}, ${name}, ${digest}, ${context}, '{"mlflow.data.context":"training"}', 0)`;
    }
  }
}

const like = (text: string, pattern: string, flags: string): boolean => {
  const source = pattern.replace(/\\?./gsu, (piece) => {
    if (piece === "%") return ".*";
    if (piece === "_") return ".";
    return (piece.length > 1 ? piece.slice(1) : piece).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  });
  return new RegExp(`^${source}$`, `s${flags}`).test(text);
};

function compare(left: string | number | undefined, comparison: RunComparison): boolean {
  if (comparison.comparator === "IS NULL") return left === undefined;
  if (left === undefined) return false;
  if ("values" in comparison) return comparison.values.includes(String(left)) === (comparison.comparator === "IN");
  if (!("value" in comparison)) return true;
  const { value } = comparison;
  switch (comparison.comparator) {
    case "=":
      return left === value;
    case "!=":
      return left !== value;
    case ">":
      return left > value;
    case ">=":
      return left >= value;
    case "<":
      return left < value;
    case "<=":
      return left <= value;
    case "LIKE":
      return like(String(left), String(value), "");
    case "ILIKE":
      return like(String(left), String(value), "i");
  }
}

const attribute = (run: MadeRun, key: string): string | number | undefined =>
  ({
    run_id: run.id,
    run_name: run.name,
    status: run.status,
    user_id: "",
    artifact_uri: `mlflow-artifacts:/${run.experiment}/${run.id}/artifacts`,
    start_time: run.startedAt,
  })[key];

/** What a comparison says of a run: the meaning of the grammar, written down without a database. */
export function matches(run: MadeRun, comparison: RunComparison): boolean {
  switch (comparison.on) {
    case "metric":
      return compare(run.metrics[comparison.key], comparison);
    case "param":
      return compare(run.params[comparison.key], comparison);
    case "tag":
      return compare(comparison.key === "mlflow.runName" ? run.name : run.tags[comparison.key], comparison);
    case "attribute":
    case "time":
      return compare(attribute(run, comparison.key), comparison);
    case "dataset":
      return run.datasets.some((dataset) => compare(dataset[comparison.key], comparison));
  }
}

function sortValue(run: MadeRun, { on, key }: RunOrder): string | number | undefined {
  if (on === "metric") return run.metrics[key];
  if (on === "param") return run.params[key];
  return on === "tag" ? run.tags[key] : attribute(run, key);
}
const rankOf = (value: string | number | undefined): number => (value === undefined ? 2 : Number.isNaN(value) ? 1 : 0);
const order = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);

/** Runs in the order of a search: NaN after numbers, none last, then newest first, then by id. */
export function sortRuns(runs: readonly MadeRun[], orders: readonly RunOrder[]): MadeRun[] {
  return runs.toSorted((a, b) => {
    for (const term of orders) {
      const [left, right] = [sortValue(a, term), sortValue(b, term)];
      const byRank = rankOf(left) - rankOf(right);
      const byValue = rankOf(left) === 0 && left !== undefined && right !== undefined ? order(left, right) : 0;
      const found = byRank || (term.ascending ? byValue : -byValue);
      if (found) return found;
    }
    return b.startedAt - a.startedAt || order(a.id, b.id);
  });
}
