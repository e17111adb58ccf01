import type { CardFigure, CardTexts } from "@/db/schema/cards";
import type { RunEvaluationRow, RunRow, RunSliceRow } from "@/db/schema/experiments";
import type { RunMetricRow } from "@/db/schema/metrics";
import { sliceLabel } from "@/lib/experiments/slice-label";
import { formatCount, formatInterval } from "@/lib/format";
import { formatMetric, metricMeaning } from "@/lib/metric-meaning";

/** What is on record about the run behind a version. */
export type CardEvidence = {
  run: RunRow;
  metrics: readonly RunMetricRow[];
  slices: readonly RunSliceRow[];
  evaluation: RunEvaluationRow | null;
};

/** What a reference in a card's text names. */
export type FigureRef =
  | { kind: "metric"; metric: string }
  | { kind: "slice"; dimension: string; value: string; metric: string }
  | { kind: "fairness"; attribute: string; metric: string }
  | { kind: "n" };

/** `{{metric:accuracy}}`, `{{slice:sex=Female:recall}}`, `{{fairness:sex:equalized_odds_difference}}`, `{{n}}`. */
export const figurePattern = /\{\{(n|(?:metric|slice|fairness):[^{}\r\n|]{1,400})\}\}/g;

const encode = (part: string, more = "") =>
  [...part].map((sign) => (`%{}|\r\n${more}`.includes(sign) ? `%${hex(sign)}` : sign)).join("");
const hex = (sign: string) => sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0");
const decode = (part: string) =>
  part.replace(/%(25|7B|7C|7D|0A|0D|3A|3D)/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

/** The reference between the braces; signs that would end it or break a table are percent-encoded. */
export function formatRef(ref: FigureRef): string {
  switch (ref.kind) {
    case "n":
      return "n";
    case "metric":
      return `metric:${encode(ref.metric)}`;
    case "fairness":
      return `fairness:${encode(ref.attribute)}:${encode(ref.metric, ":")}`;
    case "slice":
      return `slice:${encode(ref.dimension, "=")}=${encode(ref.value)}:${encode(ref.metric, ":")}`;
  }
}

/** Reads what stands between the braces; null = it names nothing that a card can show. */
export function parseRef(text: string): FigureRef | null {
  if (text === "n") return { kind: "n" };
  const [, kind, rest = ""] = /^(metric|slice|fairness):([\s\S]+)$/.exec(text) ?? [];
  const cut = rest.lastIndexOf(":");
  const [head, metric] = [decode(rest.slice(0, cut)), decode(rest.slice(cut + 1))];
  if (kind === "metric") return { kind, metric: decode(rest) };
  if (cut <= 0 || metric === "") return null;
  if (kind === "fairness") return { kind, attribute: head, metric };
  const equals = rest.indexOf("=");
  if (kind !== "slice" || equals <= 0 || equals > cut) return null;
  return { kind, dimension: decode(rest.slice(0, equals)), value: decode(rest.slice(equals + 1, cut)), metric };
}

/** All references in a card's texts, each once, in order of appearance. */
export function figureRefs(texts: readonly string[]): string[] {
  const found = texts.flatMap((text) => [...text.matchAll(figurePattern)].map(([, ref = ""]) => ref));
  return [...new Set(found)].filter((ref) => parseRef(ref) !== null);
}

type Reading = Pick<CardFigure, "value" | "low" | "high" | "n">;

function reading(ref: FigureRef, { run, metrics, slices, evaluation }: CardEvidence): Reading | null {
  switch (ref.kind) {
    case "n":
      return run.evalRows === null ? null : { value: run.evalRows, low: null, high: null, n: null };
    case "metric": {
      const row = metrics.find((metric) => metric.key === ref.metric);
      return row ? { value: row.value, low: row.ciLow, high: row.ciHigh, n: row.n } : null;
    }
    case "fairness": {
      const measures = own(evaluation?.fairness, ref.attribute);
      const value = own(measures, ref.metric);
      return value === undefined ? null : { value, low: null, high: null, n: run.evalRows };
    }
    case "slice": {
      const slice = slices.find((row) => row.dimension === ref.dimension && row.value === ref.value);
      if (slice && ref.metric === "n") return { value: slice.n, low: null, high: null, n: null };
      const value = own(slice?.metrics, ref.metric);
      if (!slice || value === undefined) return null;
      const [low, high] = own(slice.intervals, ref.metric) ?? [null, null];
      return { value, low, high, n: slice.n };
    }
  }
}

const own = <T>(record: Readonly<Record<string, T>> | null | undefined, key: string): T | undefined =>
  record && Object.hasOwn(record, key) ? record[key] : undefined;

/** The figure that a reference names in the evidence, null when there is none. */
export function resolveFigure(text: string, evidence: CardEvidence): CardFigure | null {
  const ref = parseRef(text);
  const found = ref && reading(ref, evidence);
  if (!found) return null;
  const { run } = evidence;
  return {
    ...found,
    runId: run.id,
    runName: run.name,
    evaluationDigest: run.evalDatasetDigest,
    measuredAt: (run.endedAt ?? run.startedAt).toISOString(),
  };
}

export type FigureState = "current" | "changed" | "missing";

const compared = ["value", "low", "high", "n", "runId", "evaluationDigest"] as const;

/** Whether a figure as written still is what the evidence says. A revision's figure is never replaced by the new one. */
export function figureState(written: CardFigure, now: CardFigure | null): FigureState {
  if (!now) return "missing";
  return compared.every((key) => written[key] === now[key]) ? "current" : "changed";
}

const metricOf = (ref: FigureRef | null): string =>
  !ref || ref.kind === "n" || (ref.kind === "slice" && ref.metric === "n") ? "n" : ref.metric;

/** The value of a figure as a chip prints it. */
export function figureText(text: string, { value }: Pick<CardFigure, "value">): string {
  const metric = metricOf(parseRef(text));
  return metric === "n" ? formatCount(value) : formatMetric(metric, value);
}

/** "95 % interval 0.8460 – 0.8585, n 16,281", as far as it is known. */
export function figureContext(text: string, { low, high, n }: Reading): string {
  const { digits } = metricMeaning(metricOf(parseRef(text)));
  return [
    ...(low !== null && high !== null ? [`95 % interval ${formatInterval(low, high, digits)}`] : []),
    ...(n !== null ? [`n ${formatCount(n)}`] : []),
  ].join(", ");
}

/** What a reference is called: "Recall, sex = Female". */
export function figureLabel(text: string): string {
  const ref = parseRef(text);
  if (!ref) return text;
  switch (ref.kind) {
    case "n":
      return "Rows evaluated";
    case "metric":
      return metricMeaning(ref.metric).label;
    case "fairness":
      return `${metricMeaning(ref.metric).label} by ${ref.attribute.replaceAll("_x_", " × ").replaceAll("_", " ")}`;
    case "slice":
      return `${ref.metric === "n" ? "Rows" : metricMeaning(ref.metric).label}, ${sliceLabel(ref)}`;
  }
}

/** Every figure the evidence offers, by reference: what the picker lists. */
export function offeredRefs({ run, metrics, slices, evaluation }: CardEvidence): string[] {
  const fairness = Object.entries(evaluation?.fairness ?? {});
  return [
    ...(run.evalRows === null ? [] : ["n"]),
    ...metrics.map(({ key }) => formatRef({ kind: "metric", metric: key })),
    ...fairness.flatMap(([attribute, measures]) =>
      Object.keys(measures).map((metric) => formatRef({ kind: "fairness", attribute, metric })),
    ),
    ...slices.flatMap(({ dimension, value, metrics: values }) =>
      [...Object.keys(values), "n"].map((metric) => formatRef({ kind: "slice", dimension, value, metric })),
    ),
  ];
}

/** All Markdown of a card in one list, for finding references. */
export const textsOf = (body: CardTexts & { mitigations: readonly { mitigation: string }[] }): string[] => [
  ...Object.values(body).filter((value) => typeof value === "string"),
  ...body.mitigations.map(({ mitigation }) => mitigation),
];
