import { createHash } from "node:crypto";
import { axes } from "@/db/enums";
import type { RunEvaluationRow, RunRow, RunSliceRow } from "@/db/schema/experiments";
import type { RunMetricRow } from "@/db/schema/metrics";
import { canonicalDigest, canonicalJson } from "@/lib/audit/canonical-json";
import { axesOfRun, type RunAxes } from "./axes";

/** Columns of a run that its digest is over. */
type ContentColumns = RunAxes & Pick<RunRow, "id" | "status" | "evalDatasetDigest" | "threshold" | "params">;

export type RunContent = {
  run: ContentColumns;
  metrics: readonly Pick<RunMetricRow, "key" | "value" | "raw" | "step" | "n">[];
  slices: readonly Omit<RunSliceRow, "projectId" | "runId">[];
  inputs: readonly { name: string; digest: string; context: string | null }[];
  evaluation: Pick<RunEvaluationRow, "confusion" | "calibration" | "fairness" | "importances"> | null;
};

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

type Figure = RunContent["metrics"][number];
const told = ({ key, value, raw, step, n }: Figure) => [key, value, raw, step, n] as const;

function documentOf({ run, metrics, slices, inputs, evaluation }: RunContent): Record<string, unknown> {
  const values = axesOfRun(run);
  return {
    format: "countersign/logged-run/1",
    run_id: run.id,
    status: run.status,
    axes: Object.fromEntries(axes.map((axis) => [axis, values[axis]])),
    evaluation_dataset: run.evalDatasetDigest,
    threshold: run.threshold,
    params: run.params,
    metrics: metrics.map(told).sort(([a], [b]) => byText(a, b)),
    slices: slices
      .map(({ dimension, value, n, positives, metrics: figures, intervals, confusion }) => ({
        dimension,
        value,
        n,
        positives,
        figures,
        intervals,
        confusion,
      }))
      .sort((a, b) => byText(a.dimension, b.dimension) || byText(a.value, b.value)),
    inputs: inputs
      .map(({ name, digest, context }) => [name, digest, context] as const)
      .sort((a, b) => byText(a.join("\n"), b.join("\n"))),
    evaluation: evaluation && {
      confusion: evaluation.confusion,
      calibration: evaluation.calibration,
      fairness: evaluation.fairness,
      importances: evaluation.importances,
    },
  };
}

/**
 * The digest of a run that was logged bit by bit: over what it was made from and what it came to, in an order of its own.
 * Names, notes and other tags are left out, so that describing a run later does not make it another.
 */
export const runContentDigest = (content: RunContent): string => canonicalDigest(documentOf(content));

/**
 * The same digest of a run whose metrics come page by page, so that a million of them are never held at once. Null when they do not
 * come in the order of their keys, as from a database that sorts by a language.
 */
export async function pagedContentDigest(
  content: Omit<RunContent, "metrics">,
  pages: AsyncIterable<readonly Figure[]>,
): Promise<string | null> {
  const document = Object.entries(documentOf({ ...content, metrics: [] }));
  const part = (keep: (name: string) => boolean) =>
    canonicalJson(Object.fromEntries(document.filter(([name]) => keep(name))));
  const hash = createHash("sha256").update(`${part((name) => name < "metrics").slice(0, -1)},"metrics":[`);
  let last: string | null = null;
  for await (const page of pages) {
    let text = "";
    for (const figure of page) {
      if (last !== null && figure.key <= last) return null;
      text += last === null ? canonicalJson(told(figure)) : `,${canonicalJson(told(figure))}`;
      last = figure.key;
    }
    hash.update(text);
  }
  return `sha256:${hash.update(`],${part((name) => name > "metrics").slice(1)}`).digest("hex")}`;
}
