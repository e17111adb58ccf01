import "server-only";
import type { RunStatus } from "@/db/enums";
import { copyText, rowWriter } from "./copy-text";
import type { DatasetInput } from "./ingest/log-inputs";
import type { ParsedRun } from "./parse-run-line";
import {
  artifactColumns,
  draftedColumns,
  evaluationColumns,
  metricColumns,
  owned,
  pointColumns,
  sliceColumns,
} from "./run-columns";
import type { RunDraft } from "./run-draft";

/** Tables of a run's parts, in the order in which they are written, with the columns of a row. */
export const partColumns = {
  run_metrics: Object.keys({ ...owned, ...metricColumns }),
  metric_points: Object.keys({ ...owned, ...pointColumns }),
  run_slices: Object.keys({ ...owned, ...sliceColumns }),
  run_artifacts: Object.keys({ ...owned, ...artifactColumns }),
  run_evaluations: Object.keys({ ...owned, ...evaluationColumns }),
};
export type PartTable = keyof typeof partColumns;

/**
 * A run that is about to be written: rows as COPY takes them, without what its batch gives. Many runs wait in memory, and a few texts
 * cost the collector of garbage far less than the objects they were made of.
 */
export type PackedRun = {
  id: string;
  status: RunStatus;
  digest: string;
  experiment: RunDraft["experiment"];
  ownerName: string | null;
  /** Fields of `draftedColumns`. */
  row: string;
  /** Rows of its parts, each with its newline. */
  parts: Partial<Record<PartTable, string>>;
  inputs: DatasetInput[] | undefined;
  /** The draft again, for the rare run that changes one that is stored. */
  draft: () => RunDraft;
};

const writeRun = rowWriter(draftedColumns);
const writeMetric = rowWriter(metricColumns);
const writePoint = rowWriter(pointColumns);
const writeSlice = rowWriter(sliceColumns);
const writeArtifact = rowWriter(artifactColumns);
const writeEvaluation = rowWriter(evaluationColumns);

const rows = <T>(all: readonly T[], own: string, write: (row: T) => string): string | undefined =>
  all.length === 0 ? undefined : `${all.map((row) => own + write(row)).join("\n")}\n`;

const isBlank = (evaluation: RunDraft["evaluation"]): boolean =>
  Object.values(evaluation).every((part) => part === null || (Array.isArray(part) && part.length === 0));

/** Packs a run. `again` makes its draft anew; without it the draft is kept. */
export function packRun(projectId: number, { draft, digest }: ParsedRun, again = () => draft): PackedRun {
  const { run, experiment, metrics, points, slices, artifacts, evaluation, inputs } = draft;
  const own = `${projectId}\t${copyText(run.id)}\t`;
  return {
    ...{ id: run.id, status: run.status, digest, experiment, ownerName: run.ownerName },
    row: writeRun({ projectId, draft, digest }),
    parts: {
      run_metrics: rows(metrics, own, writeMetric),
      metric_points: rows(points, own, writePoint),
      run_slices: rows(slices, own, writeSlice),
      run_artifacts: rows(artifacts, own, writeArtifact),
      run_evaluations: isBlank(evaluation) ? undefined : `${own}${writeEvaluation(evaluation)}\n`,
    },
    inputs,
    draft: again,
  };
}
