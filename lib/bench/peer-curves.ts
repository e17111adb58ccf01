import type { Sql } from "@/db/client";
import { mlflowExperiment } from "./load-mlflow";
import { experimentsPerProject, fixtureProjects } from "./run-fixture";

export const curveRuns = 100;
/** Points of each curve; COUNTERSIGN_BENCH_CURVE_POINTS=100000 takes some minutes to fill, once. */
export const curvePoints = Number(process.env.COUNTERSIGN_BENCH_CURVE_POINTS ?? 10_000);

/** The experiment of the curves, behind those of the fixture: searches do not ask for it. */
export const theirCurveExperiment = mlflowExperiment(fixtureProjects - 1, experimentsPerProject);
export const curveExperiment = "bench-curves";

export const curveId = (run: number): string => `${run}`.padStart(32, "c");
const ids = (): string[] => Array.from({ length: curveRuns }, (_, run) => curveId(run));
const points = (sql: Sql) => sql`
  select id, step, sin(step / 300.0) + (step % 17) / 50.0 as value, 1000000000000 + step as at
  from unnest(${ids()}::text[]) id cross join generate_series(0, ${curvePoints - 1}::int) step`;

/** Runs with one long curve each, by SQL: to log them through both APIs takes longer than all that is measured. */
export async function loadOurCurves(sql: Sql, projectId: number): Promise<void> {
  await sql`insert into experiments (project_id, id, name, created_at) values (${projectId}, ${curveExperiment}, ${curveExperiment}, now())`;
  await sql`
    insert into runs (project_id, id, experiment_id, name, status, started_at, source, metrics_packed, imported_at)
    select ${projectId}, id, ${curveExperiment}, id, 'RUNNING', '2025-01-01', 'log', false, now() from unnest(${ids()}::text[]) id`;
  await sql`
    insert into metric_points (project_id, run_id, key, step, at, value) select ${projectId}, id, 'curve', step, at, value
    from (${points(sql)}) p order by id, step`;
  await sql`
    insert into run_metrics (project_id, run_id, key, value, step, at, points)
    select ${projectId}, id, 'curve', value, step, at, ${curvePoints} from (${points(sql)}) p where step = ${curvePoints - 1}::int`;
  await sql`vacuum analyze metric_points`;
}

/** The same runs in MLflow's tables. */
export async function loadTheirCurves(sql: Sql): Promise<void> {
  await sql`insert into experiments (experiment_id, name, artifact_location, lifecycle_stage, creation_time, last_update_time)
    values (${theirCurveExperiment}, ${curveExperiment}, ${`mlflow-artifacts:/${curveExperiment}`}, 'active', 0, 0)`;
  await sql`
    insert into runs (run_uuid, name, source_type, user_id, status, start_time, lifecycle_stage, artifact_uri, experiment_id)
    select id, id, 'LOCAL', '', 'RUNNING', 1735689600000, 'active', 'mlflow-artifacts:/' || id, ${theirCurveExperiment} from unnest(${ids()}::text[]) id`;
  await sql`
    insert into metrics (key, value, timestamp, step, is_nan, run_uuid) select 'curve', value, at, step, false, id
    from (${points(sql)}) p order by at, step, id`;
  await sql`
    insert into latest_metrics (key, value, timestamp, step, is_nan, run_uuid) select 'curve', value, at, step, false, id
    from (${points(sql)}) p where step = ${curvePoints - 1}::int`;
  await sql`vacuum analyze metrics`;
}
