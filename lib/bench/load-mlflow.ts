import type { Sql } from "@/db/client";
import { copyInto } from "./load-fixture";
import { experimentsPerProject, type FixtureRun, fixtureProjects, fixtureRun } from "./run-fixture";

/** The experiments of one of our projects, as MLflow numbers them: it has one list for everybody. */
export const mlflowExperiment = (project: number, experiment: number): number =>
  project * experimentsPerProject + experiment + 1;

const line = (...fields: (string | number)[]): string => `${fields.join("\t")}\n`;

const tables: Record<string, (run: FixtureRun) => Iterable<string>> = {
  "runs (run_uuid, name, source_type, user_id, status, start_time, end_time, lifecycle_stage, artifact_uri, experiment_id)":
    function* (run) {
      const experiment = mlflowExperiment(run.project, run.experiment);
      const user = run.tags["mlflow.user"] ?? "";
      const times = [run.startedAt, run.startedAt + run.seconds * 1000] as const;
      const stage = run.isArchived ? "deleted" : "active";
      const place = `mlflow-artifacts:/${experiment}/${run.id}/artifacts`;
      yield line(run.id, run.name, "LOCAL", user, run.status, ...times, stage, place, experiment);
    },
  "params (run_uuid, key, value)": function* (run) {
    for (const [key, value] of Object.entries(run.params)) yield line(run.id, key, value);
  },
  "tags (run_uuid, key, value)": function* (run) {
    for (const [key, value] of Object.entries({ ...run.tags, "mlflow.runName": run.name }))
      yield line(run.id, key, value);
  },
  "latest_metrics (run_uuid, key, value, timestamp, step, is_nan)": function* (run) {
    const at = run.startedAt + run.seconds * 1000;
    for (const [key, value] of Object.entries(run.metrics)) {
      const isNan = Number.isNaN(value);
      yield line(run.id, key, isNan ? 0 : value, at, 10, isNan ? "t" : "f");
    }
  },
};

/** Fills the empty tables of MLflow's own schema with the runs that our fixture has, and gathers statistics. */
export async function loadMlflow(sql: Sql, count: number, report: (line: string) => void): Promise<void> {
  for (let project = 0; project < fixtureProjects; project++)
    for (let experiment = 0; experiment < experimentsPerProject; experiment++) {
      const id = mlflowExperiment(project, experiment);
      await sql`insert into experiments (experiment_id, name, artifact_location, lifecycle_stage, creation_time, last_update_time)
        values (${id}, ${`bench-${project}/experiment-${experiment}`}, ${`mlflow-artifacts:/${id}`}, 'active', 0, 0)`;
    }
  await sql`select setval(pg_get_serial_sequence('experiments', 'experiment_id'), 1000)`;
  for (const [table, lines] of Object.entries(tables)) {
    report(`MLflow: ${table.split(" ")[0]} of ${count} runs`);
    await copyInto(
      sql,
      `copy ${table} from stdin`,
      (function* () {
        for (let i = 0; i < count; i++) yield* lines(fixtureRun(i));
      })(),
    );
    await sql.unsafe(`vacuum analyze ${table.split(" ")[0]}`);
  }
}
