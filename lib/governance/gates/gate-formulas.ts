import type { Gate } from "./gate";

const side = (comparison: ">=" | "<="): string => (comparison === ">=" ? "≥" : "≤");

/** How a gate computes what it judges, as one line. Sources are in docs/gates.md. */
export function gateFormula(gate: Gate): string {
  switch (gate.kind) {
    case "metric_threshold":
      return gate.judge === "bound"
        ? `${gate.comparison === ">=" ? "low" : "high"} end of the 95 % interval of ${gate.metric} ${side(gate.comparison)} ${gate.limit}`
        : `${gate.metric} ${side(gate.comparison)} ${gate.limit}`;
    case "latency":
      return `${gate.metric} ≤ ${gate.maximumMs} ms`;
    case "calibration":
      return gate.measure === "ece"
        ? `Σ over 10 equal bins of (cases in bin ÷ n) · |share positive − mean score| ≤ ${gate.maximum}`
        : `mean of (score − label)² ≤ ${gate.maximum}`;
    case "fairness":
      if (gate.measure === "demographic_parity_difference")
        return `highest − lowest share selected over groups of ${gate.attribute} ≤ ${gate.limit}`;
      return gate.measure === "demographic_parity_ratio"
        ? `lowest ÷ highest share selected over groups of ${gate.attribute} ≥ ${gate.limit}`
        : `larger of the ranges of true and false positive rates over groups of ${gate.attribute} ≤ ${gate.limit}`;
    case "slice_floor":
      return `${gate.metric} of every slice ${side(gate.comparison)} ${gate.limit}`;
    case "regression": {
      const loss = gate.better === "higher" ? "live − candidate" : "candidate − live";
      const allowed =
        gate.tolerance.kind === "relative" ? `${gate.tolerance.value} · |live|` : `${gate.tolerance.value}`;
      const corrected = gate.scope === "slices" ? ", q by Benjamini-Hochberg over all slices" : "";
      return `${loss} ≤ ${allowed}; beyond it fails at ${gate.scope === "slices" ? "q" : "p"} ≤ ${gate.alpha} (McNemar on the same rows, else two proportions${corrected})`;
    }
    case "seed_spread":
      return `mean ${gate.comparison === ">=" ? "−" : "+"} t(${gate.confidence}, k − 1) · s ÷ √k over k ≥ ${gate.minimumSeeds} seeds ${side(gate.comparison)} ${gate.limit}`;
    case "reproducibility":
      return `axes on record = ${gate.axes.length} of ${gate.axes.length}`;
    case "lineage":
      return `parts on record = ${gate.require.length} of ${gate.require.length}${gate.separateEvaluation ? "; training snapshot ≠ evaluation snapshot" : ""}`;
    case "contract":
      return `${gate.compatibility === "identical" ? "changed" : "breaking"} fields against ${gate.against === "live" ? "the live version" : "each consumer"} = 0`;
    case "ci_checks":
      return `newest report of each check passed, ${gate.require.length} of ${gate.require.length} kinds`;
    case "model_card":
      return `completeness ≥ ${gate.minimumCompleteness}; stale figures ≤ ${gate.maximumStaleFigures}${gate.status === "approved" ? "; approved revision = revision" : ""}`;
    case "risk_assessment":
      return "signed off for this tier; now < review date; open triggers = 0";
    case "findings":
      return `open findings of severity ≥ ${gate.failFrom}, blocking${gate.failOverdue ? " or overdue" : ""} = 0`;
    case "owner":
      return "owner named and active";
    case "rollback_plan":
      return `plan, owner and trigger owners named${gate.maximumMinutes === null ? "" : `; minutes ≤ ${gate.maximumMinutes}`}`;
    case "expression":
      return gate.expression;
  }
}
