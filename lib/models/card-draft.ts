import { axes } from "@/db/enums";
import type { SignatureField } from "@/db/schema/experiments";
import { axesOfRun, axisLabels } from "@/lib/experiments/axes";
import { dimensionLabel, sliceLabel } from "@/lib/experiments/slice-label";
import { formatCount, plural } from "@/lib/format";
import { metricMeaning } from "@/lib/metric-meaning";
import { type CardEvidence, formatRef } from "./card-figure";
import type { CardSection } from "./card-sections";

export type DraftFacts = {
  model: { name: string; description: string; useCase: string };
  ownerName: string | null;
  evidence: CardEvidence;
};

/** Slices with fewer rows are counted, not ranked: their figures say little. */
const smallest = 100;
const worstShown = 3;
const fieldsShown = 40;

/** Text as inline code, whatever backticks it holds, so that a name cannot become Markdown. */
export function codeSpan(text: string): string {
  const line = text.replace(/\s+/g, " ").trim().slice(0, 200);
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return longest > 0 ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`;
}

const chip = (reference: string) => `{{${reference}}}`;
const paragraphs = (parts: readonly (string | null | false | undefined)[]) => parts.filter(Boolean).join("\n\n");
const bullets = (lines: readonly string[]) => lines.map((line) => `- ${line}`).join("\n");

/** Sections that facts can fill, in fixed words around figures of the evidence; nothing is claimed beyond them. */
export function draftSections(facts: DraftFacts): Partial<Record<CardSection, string>> {
  const drafts: Record<string, string> = {
    overview: facts.model.description.trim(),
    owners: facts.ownerName ?? "",
    useCases: facts.model.useCase.trim(),
    modelParameters: modelParameters(facts.evidence),
    data: data(facts.evidence),
    quantitativeAnalysis: quantitativeAnalysis(facts.evidence),
    fairness: fairness(facts.evidence),
  };
  return Object.fromEntries(Object.entries(drafts).filter(([, text]) => text !== ""));
}

function modelParameters({ run, evaluation }: CardEvidence): string {
  const values = axesOfRun(run);
  const signature = evaluation?.signature;
  return paragraphs([
    run.algorithm !== null && `Algorithm: ${codeSpan(run.algorithm)}.`,
    run.threshold !== null &&
      `Decision threshold: ${run.threshold}${run.thresholdRule ? `, rule ${codeSpan(run.thresholdRule)}` : ""}.`,
    `Reproducibility axes of run ${codeSpan(run.name)}:`,
    bullets(
      axes.map((axis) => `${axisLabels[axis]}: ${values[axis] === null ? "not on record" : codeSpan(values[axis])}`),
    ),
    signature ? fields("Inputs", signature.inputs) : "Inputs and outputs: no signature is on record.",
    signature && fields("Outputs", signature.outputs),
  ]);
}

function fields(title: string, all: readonly SignatureField[]): string {
  const shown = all.slice(0, fieldsShown);
  const words = shown.map(({ name, type, required }) => {
    const label = name === undefined ? codeSpan(type) : `${codeSpan(name)} (${codeSpan(type)})`;
    return required === false ? `${label}, optional` : label;
  });
  const rest = all.length - shown.length;
  return `${title} (${all.length}): ${words.join("; ")}${rest > 0 ? `; and ${rest} more` : ""}.`;
}

function data({ run }: CardEvidence): string {
  const { dataset } = run.axisDetails;
  const named = (name: string | undefined, digest: string | null) =>
    [name && codeSpan(name), digest ? `snapshot ${codeSpan(digest)}` : "no snapshot on record"]
      .filter(Boolean)
      .join(", ");
  return paragraphs([
    `Trained on ${named(dataset?.trainName, run.datasetSnapshot)}.`,
    `Evaluated on ${named(dataset?.evalName, run.evalDatasetDigest)}${run.evalRows === null ? "" : `: ${chip("n")} rows`}.`,
    dataset?.label !== undefined &&
      `Label: ${codeSpan(dataset.label)}${dataset.positiveLabel === undefined ? "" : `, positive class ${codeSpan(dataset.positiveLabel)}`}.`,
    run.featureDefinitions !== null && `Feature definitions: ${codeSpan(run.featureDefinitions)}.`,
  ]);
}

const overallGroups = ["Quality", "Calibration"];

function quantitativeAnalysis(evidence: CardEvidence): string {
  const overall = evidence.metrics.filter(({ key }) => overallGroups.includes(metricMeaning(key).group));
  const cost = evidence.metrics.filter(({ key }) => metricMeaning(key).group === "Cost");
  const line = ({ key }: { key: string }) =>
    `${metricMeaning(key).label}: ${chip(formatRef({ kind: "metric", metric: key }))}`;
  return paragraphs([
    overall.length > 0 && "Overall, on the evaluation dataset:",
    overall.length > 0 && bullets(overall.map(line)),
    cost.length > 0 && "Cost of serving and training:",
    cost.length > 0 && bullets(cost.map(line)),
    worstSlices(evidence),
  ]);
}

const rankedBy = ["recall", "tpr", "balanced_accuracy", "accuracy", "rmse", "mae"] as const;

function worstSlices({ slices }: CardEvidence): string | null {
  const oneWay = slices.filter(({ dimension }) => !dimension.includes("_x_"));
  const metric = rankedBy.find((key) => oneWay.some((slice) => typeof slice.metrics[key] === "number"));
  if (!metric) return null;
  const { better, label } = metricMeaning(metric);
  const worth = (value: number) => (better === "lower" ? -value : value);
  const measured = oneWay.flatMap((slice) => {
    const value = slice.metrics[metric];
    return typeof value === "number" ? [{ ...slice, figure: value }] : [];
  });
  const large = measured
    .filter(({ n }) => n >= smallest)
    .sort((a, b) => worth(a.figure) - worth(b.figure) || (sliceLabel(a) < sliceLabel(b) ? -1 : 1));
  if (large.length === 0) return null;
  const left = measured.length - large.length;
  const shown = large.slice(0, worstShown);
  return paragraphs([
    `${label} is ${better === "lower" ? "highest" : "lowest"} in ${plural(shown.length, "slice")} of the ${formatCount(large.length)} that have at least ${smallest} rows:`,
    bullets(
      shown.map(
        ({ dimension, value }) =>
          `${codeSpan(sliceLabel({ dimension, value }))}: ${chip(formatRef({ kind: "slice", dimension, value, metric }))}`,
      ),
    ),
    left > 0 && `${plural(left, "slice")} with fewer rows ${left === 1 ? "is" : "are"} not ranked.`,
  ]);
}

const measuresShown = [
  "demographic_parity_difference",
  "demographic_parity_ratio",
  "equalized_odds_difference",
  "equal_opportunity_difference",
];

function fairness({ evaluation }: CardEvidence): string {
  const attributes = Object.entries(evaluation?.fairness ?? {});
  return paragraphs(
    attributes.flatMap(([attribute, measures]) => {
      const shown = measuresShown.filter((measure) => typeof measures[measure] === "number");
      if (shown.length === 0) return [];
      return [
        `By ${codeSpan(dimensionLabel(attribute))}:`,
        bullets(
          shown.map(
            (metric) => `${metricMeaning(metric).label}: ${chip(formatRef({ kind: "fairness", attribute, metric }))}`,
          ),
        ),
      ];
    }),
  );
}
