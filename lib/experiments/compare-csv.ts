import { type CsvCell, csvLine } from "@/lib/csv";
import { evidenceWords } from "./compare-metrics";
import type { Comparison } from "./compare-page-query";

const header = [
  "kind",
  "metric",
  "dimension",
  "slice",
  "candidate_run_id",
  "candidate_run",
  "baseline_run_id",
  "baseline_run",
  "n",
  "denominator",
  "baseline",
  "candidate",
  "change",
  "change_low_95",
  "change_high_95",
  "evidence",
  "p",
  "q_bh",
  "verdict",
];

/** Every change of a comparison in long form: one line a metric and candidate, and one a slice and candidate. */
export function comparisonCsv(
  comparison: Pick<Comparison, "baseline" | "candidates" | "metric" | "slice" | "metricRows" | "deltas">,
): string {
  const { baseline, candidates, metric, slice, metricRows, deltas } = comparison;
  const pair = (candidate: { id: string; name: string }): CsvCell[] => [
    candidate.id,
    candidate.name,
    baseline.id,
    baseline.name,
  ];
  const metrics = metricRows.flatMap((row) =>
    candidates.map((run, index): CsvCell[] => {
      const change = row.candidates[index];
      const verdict = change?.isClear === undefined ? "not tested" : change.isClear ? "clear" : "unclear";
      return [
        ...["metric", row.key, slice?.dimension ?? "", slice?.value ?? ""],
        ...pair(run),
        ...[
          change?.figure.n ?? null,
          null,
          row.baseline.value,
          change?.figure.value ?? null,
          change?.delta ?? null,
          change?.low ?? null,
          change?.high ?? null,
        ],
        ...[evidenceWords[change?.evidence ?? "none"], null, null, verdict],
      ];
    }),
  );
  const slices = candidates.flatMap((run, index) =>
    (deltas[index] ?? []).map((d): CsvCell[] => [
      ...["slice", metric, d.dimension, d.value],
      ...pair(run),
      ...[d.n, d.denominator, d.baseline, d.candidate, d.delta, d.interval?.[0] ?? null, d.interval?.[1] ?? null],
      ...[d.test, d.pValue, d.qValue, d.verdict],
    ]),
  );
  return [header, ...metrics, ...slices].map(csvLine).join("");
}
