import type { Sql } from "@/db/client";

const metricKeys = [
  "accuracy",
  "roc_auc",
  "pr_auc",
  "f1",
  "precision",
  "recall",
  "log_loss",
  "brier",
  "ece",
  "latency_p95_ms",
];

/**
 * Fills a project with `count` synthetic runs (20 params, 10 metrics each), newest first one minute apart, by SQL alone.
 * The same count gives the same rows: values come from the row number, not from a random source.
 */
export async function fillRuns(sql: Sql, projectName: string, count: number): Promise<number> {
  const [project] = await sql<{ id: number }[]>`
    INSERT INTO projects (name, title, created_at) VALUES (${projectName}, ${projectName}, now()) RETURNING id`;
  const projectId = project?.id ?? 0;
  await sql`INSERT INTO experiments (project_id, id, name, created_at)
    SELECT ${projectId}, 'bench-' || e, 'bench/experiment-' || e, now() FROM generate_series(1, 10) e`;
  await sql`
    INSERT INTO runs (project_id, id, experiment_id, name, status, started_at, ended_at, code_commit, dataset_snapshot,
      feature_definitions, hyperparameters, runtime_image, seed_policy, params, metrics, content_digest, imported_at)
    SELECT ${projectId}, md5('run' || i), 'bench-' || (1 + i % 10), 'run-' || i, 'FINISHED',
      timestamptz '2026-01-01' + i * interval '1 minute', timestamptz '2026-01-01' + i * interval '1 minute' + interval '30 seconds',
      md5('commit' || i / 50), 'sha256:' || md5('data' || i / 1000), 'v' || i / 500, md5('params' || i), md5('image'), 'fixed',
      (SELECT jsonb_object_agg('param_' || p, (i * p) % 97) FROM generate_series(1, 20) p),
      (SELECT jsonb_object_agg(key, 0.5 + ((i * ord * 7919) % 5000) / 10000.0)
         FROM unnest(${metricKeys}::text[]) WITH ORDINALITY AS k(key, ord)),
      md5('content' || i), now()
    FROM generate_series(1, ${count}) i`;
  await sql`
    INSERT INTO run_metrics (project_id, run_id, key, value)
    SELECT ${projectId}, md5('run' || i), key, 0.5 + ((i * ord * 7919) % 5000) / 10000.0
    FROM generate_series(1, ${count}) i, unnest(${metricKeys}::text[]) WITH ORDINALITY AS k(key, ord)`;
  await sql`VACUUM ANALYZE runs`;
  await sql`VACUUM ANALYZE run_metrics`;
  return projectId;
}
