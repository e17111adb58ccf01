import type { GateKind, GateOutcome } from "@/db/enums";
import { formatCount, formatNumber, formatPercent, formatSigned, plural } from "@/lib/format";
import { formatSpan } from "@/lib/format-time";
import type { Evidence } from "@/lib/governance/gates/evidence";
import type { Gate } from "@/lib/governance/gates/gate";
import { gateFormula } from "@/lib/governance/gates/gate-formulas";
import { gateRemedy, type Remedy } from "@/lib/governance/gates/gate-remedy";
import type { GateResult } from "@/lib/governance/gates/gate-result";
import { metricMeaning } from "@/lib/metric-meaning";
import { evidenceAnchor, evidenceLabel } from "./evidence-anchor";

/** A gate's result in the words and figures of the review page. */
export type GateRow = {
  id: string;
  title: string;
  kind: GateKind;
  outcome: GateOutcome;
  blocks: boolean;
  sentence: string;
  observed: string;
  limit: string;
  /** Distance to the limit in the metric's own unit, signed; null when the gate has no scale. */
  margin: string | null;
  /** Distance as a share of the limit, and in standard errors where known. */
  headroom: number | null;
  headroomSe: number | null;
  /** The same as words, for screen readers and titles. */
  headroomText: string;
  live: string;
  n: string;
  age: string;
  waiver: string | null;
  /** How it is computed, empty when the gate is of another policy version. */
  formula: string;
  /** What would turn it; null when it passed or is waived. */
  remedy: Remedy | null;
  /** Where its figures stand on the evidence page, the deciding one first. */
  evidence: readonly { label: string; href: string }[];
};

/** What a row needs besides its result, to lead to the evidence. */
export type GateSource = { evidence: Evidence; href: string };

const mostLinks = 12;

function evidenceLinks({ evidenceRefs }: GateResult, { evidence, href }: GateSource): GateRow["evidence"] {
  return evidenceRefs
    .slice(0, mostLinks)
    .map((ref) => ({ label: evidenceLabel(ref, evidence), href: `${href}#${evidenceAnchor(ref, evidence)}` }));
}

/** The metric a gate judges; null for gates that ask for something to be complete. */
export function gateMetric(gate: Gate): string | null {
  switch (gate.kind) {
    case "metric_threshold":
    case "latency":
    case "slice_floor":
    case "regression":
    case "seed_spread":
      return gate.metric;
    case "calibration":
    case "fairness":
      return gate.measure;
    default:
      return null;
  }
}

function headroomText(result: GateResult, margin: string | null): string {
  if (margin === null || result.margin === null) return "no scale";
  const side = result.margin >= 0 ? "inside the limit" : "beyond the limit";
  const share = result.headroom === null ? "" : `, ${formatPercent(Math.abs(result.headroom), 1)} of it`;
  const errors =
    result.headroomSe === null ? "" : `, ${formatNumber(Math.abs(result.headroomSe), { digits: 1 })} standard errors`;
  return `${margin} ${side}${share}${errors}`;
}

/** Formats a result with the gate it belongs to; without the gate (another policy version) figures keep a plain form. */
export function gateRow(result: GateResult, gate: Gate | undefined, source: GateSource): GateRow {
  const metric = gate ? gateMetric(gate) : null;
  const { digits, unit } = metric ? metricMeaning(metric) : { digits: 0, unit: undefined };
  const style = unit ? { digits, unit } : { digits };
  const isChange = result.kind === "regression";
  const figure = (value: number | null) => (isChange ? formatSigned(value, style) : formatNumber(value, style));
  const sign = result.comparison === ">=" ? "≥" : "≤";
  const margin = result.margin === null ? null : formatSigned(result.margin, style);
  return {
    id: result.gateId,
    title: result.title,
    kind: result.kind,
    outcome: result.outcome,
    blocks: result.severity === "block",
    sentence: result.sentence,
    observed: figure(result.observed),
    limit: result.limit === null || result.comparison === null ? "—" : `${sign} ${figure(result.limit)}`,
    margin,
    headroom: result.headroom,
    headroomSe: result.headroomSe,
    headroomText: headroomText(result, margin),
    live: formatNumber(result.baseline, style),
    n: result.n === null ? "—" : formatCount(result.n),
    age: result.ageSeconds === null ? "—" : formatSpan(result.ageSeconds * 1000),
    waiver: result.waiver
      ? `Waived by ${result.waiver.ownerName} until ${result.waiver.expiresAt.slice(0, 10)}: ${result.waiver.compensatingControl}`
      : null,
    formula: gate ? gateFormula(gate) : "",
    remedy: gate ? gateRemedy(gate, result, source.evidence) : null,
    evidence: evidenceLinks(result, source),
  };
}

/** Kinds that ask whether something is there; how much of it there is says little once they pass. */
const answers: ReadonlySet<GateKind> = new Set([
  "reproducibility",
  "lineage",
  "contract",
  "ci_checks",
  "model_card",
  "risk_assessment",
  "findings",
  "owner",
  "rollback_plan",
]);

/** Gates with a scale, and those that are complete or not and passed: the latter fold into one line. */
export function foldGates(rows: readonly GateRow[]): { scaled: GateRow[]; complete: GateRow[] } {
  const isComplete = (row: GateRow) => (row.margin === null || answers.has(row.kind)) && row.outcome === "passed";
  return { scaled: rows.filter((row) => !isComplete(row)), complete: rows.filter(isComplete) };
}

/** "2 failed, 1 inconclusive, 14 passed of 17 gates". */
export function countsText(counts: Readonly<Record<GateOutcome, number>>): string {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const parts = (["failed", "inconclusive", "waived", "passed"] as const).flatMap((outcome) =>
    counts[outcome] > 0 ? [`${counts[outcome]} ${outcome}`] : [],
  );
  return `${parts.join(", ")} of ${plural(total, "gate")}`;
}
