import type { GateKind } from "@/db/enums";
import { formatCount, formatList, formatNumber, formatPercent, plural } from "@/lib/format";
import { metricMeaning } from "@/lib/metric-meaning";
import { ciCheckNames } from "./gates/ci-checks-gate";
import type { Gate } from "./gates/gate";
import { lineagePartNames } from "./gates/lineage-gate";

export const gateKindLabels: Record<GateKind, string> = {
  metric_threshold: "Metric threshold",
  latency: "Latency",
  calibration: "Calibration",
  fairness: "Fairness",
  slice_floor: "Slice floor",
  regression: "Regression against live",
  seed_spread: "Spread over seeds",
  reproducibility: "Reproducibility",
  lineage: "Lineage",
  contract: "Contract",
  ci_checks: "CI checks",
  model_card: "Model card",
  risk_assessment: "Risk assessment",
  findings: "Findings",
  owner: "Owner",
  rollback_plan: "Rollback plan",
  expression: "Expression",
};

const words = { ">=": "at least", "<=": "at most" } as const;
const value = (metric: string, limit: number): string => {
  const { unit } = metricMeaning(metric);
  return formatNumber(limit, unit ? { unit } : {});
};
const slicesOf = (dimensions: readonly string[] | null): string =>
  dimensions
    ? formatList(dimensions.map((dimension) => dimension.replaceAll("_x_", " × ").replaceAll("_", " ")))
    : "every slice on record";

/** What a gate asks for, as one phrase: "Accuracy at least 0.85 overall". */
export function gateRequirement(gate: Gate): string {
  switch (gate.kind) {
    case "metric_threshold":
      return `${metricMeaning(gate.metric).label} ${words[gate.comparison]} ${value(gate.metric, gate.limit)} overall${gate.judge === "bound" ? ", at the worse end of its 95 % interval" : ""}`;
    case "latency":
      return `${metricMeaning(gate.metric).label} at most ${formatNumber(gate.maximumMs, { unit: "ms" })}`;
    case "calibration":
      return `${metricMeaning(gate.measure).label} at most ${formatNumber(gate.maximum)}`;
    case "fairness":
      return `${metricMeaning(gate.measure).label} between groups of ${gate.attribute.replaceAll("_", " ")} ${gate.measure.endsWith("ratio") ? "at least" : "at most"} ${formatNumber(gate.limit)}`;
    case "slice_floor":
      return `${metricMeaning(gate.metric).label} ${words[gate.comparison]} ${value(gate.metric, gate.limit)} on ${slicesOf(gate.dimensions)}`;
    case "regression": {
      const by =
        gate.tolerance.kind === "relative"
          ? formatPercent(gate.tolerance.value, 1)
          : value(gate.metric, gate.tolerance.value);
      const where = gate.scope === "overall" ? "overall" : `on ${slicesOf(gate.dimensions)}`;
      return `${metricMeaning(gate.metric).label} ${where} not worse than live by more than ${by}`;
    }
    case "reproducibility":
      return gate.axes.length === 6
        ? "All six axes on record"
        : `On record: ${formatList(gate.axes.map((axis) => axis.replaceAll("_", " ")))}`;
    case "seed_spread":
      return `${metricMeaning(gate.metric).label} ${words[gate.comparison]} ${value(gate.metric, gate.limit)} at the worse end of its ${formatPercent(gate.confidence)} interval over seeds`;
    case "lineage":
      return `On record: ${formatList(gate.require.map((part) => lineagePartNames[part]))}${gate.separateEvaluation ? "; evaluated on other data than it was trained on" : ""}`;
    case "contract":
      return gate.against === "live"
        ? gate.compatibility === "identical"
          ? "Takes and gives the same as the live version"
          : "Breaks no caller of the live version"
        : "Breaks no registered consumer";
    case "ci_checks":
      return `Passed on the ${gate.on === "either" ? "commit or the version" : gate.on}: ${formatList(gate.require.map((kind) => ciCheckNames[kind]))}`;
    case "model_card":
      return `Model card ${formatPercent(gate.minimumCompleteness)} complete${gate.status === "approved" ? ", approved as it stands" : ""}, at most ${plural(gate.maximumStaleFigures, "stale figure")}`;
    case "risk_assessment":
      return `Risk assessed for this tier and signed off${gate.independentValidator ? " by somebody outside the conflict set" : ""}, not due for review`;
    case "findings":
      return `No open finding of severity ${gate.failFrom} or above, or that blocks${gate.failOverdue ? "; none overdue" : ""}`;
    case "expression":
      return gate.requirement;
    case "owner":
      return "The model has an owner with a working account";
    case "rollback_plan":
      return `A rollback plan with owners${gate.maximumMinutes === null ? "" : `, back in at most ${plural(gate.maximumMinutes, "minute")}`}`;
  }
}

/** How much evidence a gate needs before it judges; null when any will do. */
export function gateEvidenceNeed(gate: Gate): string | null {
  const parts: string[] = [];
  if ("minimumSamples" in gate && gate.minimumSamples > 0) parts.push(`${formatCount(gate.minimumSamples)} cases`);
  if ("minimumGroupSize" in gate && gate.minimumGroupSize > 0)
    parts.push(`${formatCount(gate.minimumGroupSize)} cases a group`);
  if ("minimumSeeds" in gate) parts.push(plural(gate.minimumSeeds, "seed"));
  if ("minimumTests" in gate && gate.minimumTests > 0) parts.push(`${plural(gate.minimumTests, "test")} a check`);
  if (gate.kind === "contract" && gate.against === "consumers" && gate.minimumConsumers > 0)
    parts.push(plural(gate.minimumConsumers, "consumer"));
  if ("alpha" in gate) parts.push(`a loss is real at q ≤ ${gate.alpha}`);
  if ("maximumAgeDays" in gate && gate.maximumAgeDays !== null)
    parts.push(`at most ${plural(gate.maximumAgeDays, "day")} old`);
  if ("smallSlices" in gate && gate.smallSlices === "report") parts.push("small slices are listed, not judged");
  return parts.length === 0 ? null : parts.join(" · ");
}
