import "server-only";
import type { Sql } from "@/db/client";
import type { StoredMetric, StoredRun } from "./messages";

type Found = StoredRun & { open: StoredMetric[] | null };

/** Runs as the wire shows them, in the order of `ids`; unknown ids are left out. Metrics of an open run come from their own table. */
export async function loadWireRuns(sql: Sql, projectId: number, ids: readonly string[]): Promise<StoredRun[]> {
  if (ids.length === 0) return [];
  const found = await sql<Found[]>`
    select r.id, r.experiment_id as "experimentId", e.artifact_location as "artifactLocation", r.artifact_uri as "artifactUri", r.name,
      coalesce(r.reported_user, r.owner_name) as "user", r.status, (extract(epoch from r.started_at) * 1000)::float8 as started,
      (extract(epoch from r.ended_at) * 1000)::float8 as ended, r.archived_at is not null as deleted, r.params, r.tags,
      r.metrics, r.metric_marks as marks, i.inputs, m.models, o.open
    from unnest(${[...ids]}::text[]) with ordinality as wanted(id, place)
    join runs r on r.project_id = ${projectId} and r.id = wanted.id
    join experiments e on e.project_id = r.project_id and e.id = r.experiment_id
    left join lateral (
      select jsonb_agg(jsonb_build_object('name', d.name, 'digest', d.digest, 'source_type', d.source_type, 'source', d.source,
        'schema', d.schema, 'profile', d.profile, 'tags', ri.tags) order by ri.place) as inputs
      from run_inputs ri join input_datasets d
        on d.project_id = ri.project_id and d.experiment_id = ri.experiment_id and d.name = ri.name and d.digest = ri.digest
      where ri.project_id = r.project_id and ri.run_id = r.id
    ) i on true
    left join lateral (
      select jsonb_agg(jsonb_build_object('role', rm.role, 'model_id', rm.model_id, 'step', rm.step) order by rm.created_at, rm.model_id) as models
      from run_models rm where rm.project_id = r.project_id and rm.run_id = r.id
    ) m on true
    left join lateral (
      select jsonb_agg(jsonb_build_object('key', k.key, 'value', k.value, 'raw', k.raw, 'step', k.step, 'at', k.at) order by k.key) as open
      from run_metrics k where not r.metrics_packed and k.project_id = r.project_id and k.run_id = r.id
    ) o on true
    order by wanted.place`;
  return found.map(({ open, ...run }) =>
    open
      ? {
          ...run,
          metrics: Object.fromEntries(open.map(({ key, value }) => [key, value])),
          marks: Object.fromEntries(open.map(({ key, step, at, raw }) => [key, raw ? [step, at, raw] : [step, at]])),
        }
      : run,
  );
}
