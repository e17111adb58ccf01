import type { RunStatus } from "@/db/enums";
import type { MetricMarks, ParamValue } from "@/db/schema/experiments";
import { textOfParam } from "@/lib/experiments/param-text";

/** The greatest double: what the wire has for infinity. */
const greatest = Number.MAX_VALUE;
const runNameTag = "mlflow.runName";

export type StoredExperiment = {
  id: string;
  name: string;
  artifactLocation: string | null;
  tags: Record<string, string>;
  /** Milliseconds since 1970, as everywhere on the wire. */
  created: number;
  updated: number;
  deleted: boolean;
};

export type StoredInput = {
  name: string;
  digest: string;
  source_type: string;
  source: string;
  schema: string | null;
  profile: string | null;
  tags: Record<string, string>;
};
export type StoredModel = { role: "input" | "output"; model_id: string; step: number };
export type StoredMetric = { key: string; value: number | null; raw: string | null; step: number; at: number };

export type StoredRun = {
  id: string;
  experimentId: string;
  artifactLocation: string | null;
  artifactUri: string | null;
  name: string;
  user: string | null;
  status: RunStatus;
  started: number;
  ended: number | null;
  deleted: boolean;
  params: Record<string, ParamValue>;
  tags: Record<string, string>;
  metrics: Record<string, number | null>;
  marks: MetricMarks | null;
  inputs: StoredInput[] | null;
  models: StoredModel[] | null;
};

const lifecycle = (deleted: boolean) => (deleted ? "deleted" : "active");
const pairs = (entries: Record<string, string>) => Object.entries(entries).map(([key, value]) => ({ key, value }));

/** Where clients put the artifacts of an experiment's runs. */
export const experimentLocation = (id: string, location: string | null): string =>
  location ?? `mlflow-artifacts:/${id}`;

/** Adds a path to a location, before its query if it has one. */
export function below(location: string, path: string): string {
  const [base = "", query] = location.split(/\?(.*)/s);
  return `${base.replace(/\/+$/, "")}/${path}${query ? `?${query}` : ""}`;
}

export const experimentMessage = (experiment: StoredExperiment) => ({
  experiment_id: experiment.id,
  name: experiment.name,
  artifact_location: experimentLocation(experiment.id, experiment.artifactLocation),
  lifecycle_stage: lifecycle(experiment.deleted),
  last_update_time: experiment.updated,
  creation_time: experiment.created,
  tags: pairs(experiment.tags),
});

/** A value as the wire has it: infinities as the greatest double, what was null as NaN. */
export function wireValue(value: number | null, raw: string | null | undefined): number {
  if (value !== null) return value === Infinity ? greatest : value === -Infinity ? -greatest : value;
  return raw === "Infinity" ? greatest : raw === "-Infinity" ? -greatest : Number.NaN;
}

type RunHead = Pick<
  StoredRun,
  | "id"
  | "experimentId"
  | "artifactLocation"
  | "artifactUri"
  | "name"
  | "user"
  | "status"
  | "started"
  | "ended"
  | "deleted"
>;

export const runInfo = (run: RunHead) => ({
  run_uuid: run.id,
  experiment_id: run.experimentId,
  run_name: run.name,
  user_id: run.user ?? "",
  status: run.status,
  start_time: run.started,
  end_time: run.ended,
  artifact_uri:
    run.artifactUri ?? below(experimentLocation(run.experimentId, run.artifactLocation), `${run.id}/artifacts`),
  lifecycle_stage: lifecycle(run.deleted),
  run_id: run.id,
});

/** Latest metrics of a run. One that came without a time has the run's own. */
function metricsOf(run: StoredRun) {
  const fallback = run.ended ?? run.started;
  return Object.entries(run.metrics).map(([key, value]) => {
    const [step, at, raw] = run.marks?.[key] ?? [0, 0];
    return { key, value: wireValue(value, raw), timestamp: at || fallback, step };
  });
}

const tagsOf = (run: StoredRun) => pairs(runNameTag in run.tags ? run.tags : { ...run.tags, [runNameTag]: run.name });

export const runMessage = (run: StoredRun) => ({
  info: runInfo(run),
  data: {
    metrics: metricsOf(run),
    params: Object.entries(run.params).map(([key, value]) => ({ key, value: textOfParam(value) })),
    tags: tagsOf(run),
  },
  inputs: {
    dataset_inputs: run.inputs?.map(({ tags, ...dataset }) => ({ tags: pairs(tags), dataset })),
    model_inputs: run.models?.filter((m) => m.role === "input").map(({ model_id }) => ({ model_id })),
  },
  ...(run.models?.some((m) => m.role === "output")
    ? {
        outputs: {
          model_outputs: run.models
            .filter((m) => m.role === "output")
            .map(({ model_id, step }) => ({ model_id, step })),
        },
      }
    : {}),
});
