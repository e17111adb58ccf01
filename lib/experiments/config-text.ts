import { stringify } from "yaml";
import type { ParamValue } from "@/db/schema/experiments";

export type RunConfig = {
  algorithm: string | null;
  params: Readonly<Record<string, ParamValue>>;
  tags: Readonly<Record<string, string>>;
};

/** What a client writes of itself at every call and nobody configures. */
const isNoise = (tag: string) => tag === "mlflow.log-model.history" || tag === "mlflow.runName";

/** The configuration of a run as YAML with sorted keys, so that two runs differ only in lines that say something else. */
export function configText({ algorithm, params, tags }: RunConfig): string {
  const kept = Object.fromEntries(Object.entries(tags).filter(([key]) => !isNoise(key)));
  const parts = { ...(algorithm === null ? {} : { algorithm }), params, tags: kept };
  return stringify(parts, { sortMapEntries: true, lineWidth: 0, aliasDuplicateObjects: false });
}

/** The two runs that stand against each other: those asked for where they are compared, else the first ones. */
export function configSides<Run extends { id: string }>(
  runs: readonly Run[],
  asked: { configFrom: string | null; configTo: string | null },
): [Run, Run] | null {
  const from = runs.find((run) => run.id === asked.configFrom) ?? runs[0];
  const to = runs.find((run) => run.id === asked.configTo && run !== from) ?? runs.find((run) => run !== from);
  return from && to ? [from, to] : null;
}
