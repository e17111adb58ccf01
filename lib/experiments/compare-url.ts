import { paths } from "@/lib/paths";

/** The most runs one comparison holds. */
export const maxCompared = 100;
/** Candidates shown in detail at once: beside each other, with intervals and causes. */
export const maxDetailed = 8;

export type SliceRef = { dimension: string; value: string };

/** All view state of the comparison page; it lives in the address. */
export type CompareState = {
  /** Run ids in the order asked for, without duplicates. */
  runs: string[];
  baseline: string | null;
  metric: string;
  /** Slice that the whole page is pinned to. */
  slice: SliceRef | null;
  /** Only slices of this dimension in the matrix. */
  dimension: string | null;
  allParams: boolean;
  curve: string | null;
  /** What curves are drawn over: step, relative, time, or metric: and a key. */
  x: string;
  logScale: boolean;
  /** First candidate shown in detail, when there are many. */
  detail: number;
  /** Weight of the smoothing, 0 for none. */
  smoothing: number;
  /** Range of x in view, as "from:to". */
  range: string | null;
  plot: PlotKind;
  /** Metrics of the plots; null for the first two of the runs. */
  plotX: string | null;
  plotY: string | null;
  /** Parameter that groups the boxes. */
  groupBy: string | null;
  /** Axes of the parallel coordinates in their order, as "p.lr" or "m.roc_auc"; none for the first of each. */
  axes: string[];
  /** Kept part of the axes in parallel coordinates, as "axis~from~to". */
  brushes: string[];
  /** Runs whose configurations stand against each other as text; null for the baseline and the first candidate. */
  configFrom: string | null;
  configTo: string | null;
  /** The whole configurations, not only what differs. */
  wholeConfig: boolean;
  /** The file that stands against each other instead, as "a.config.yaml" or, of a logged model, "m.model/MLmodel". */
  configFile: string | null;
  /** The saved comparison that this view was opened from. */
  saved: string | null;
};

export const plotKinds = ["scatter", "parallel", "box", "seeds"] as const;
export type PlotKind = (typeof plotKinds)[number];

export type SearchParams = Record<string, string | string[] | undefined>;

const first = (value: string | string[] | undefined): string | null =>
  (Array.isArray(value) ? value[0] : value) || null;

/** `sex=Female` as a slice; everything after the first `=` is the value. */
export function parseSlice(text: string | null): SliceRef | null {
  const at = text?.indexOf("=") ?? -1;
  return text && at > 0 ? { dimension: text.slice(0, at), value: text.slice(at + 1) } : null;
}

export const formatSlice = ({ dimension, value }: SliceRef): string => `${dimension}=${value}`;

const parseDetail = (text: string | null): number => {
  const at = Number(text);
  return Number.isInteger(at) && at > 0 && at < maxCompared ? at : 0;
};

const parseSmoothing = (text: string | null): number => {
  const weight = Number(text);
  return weight > 0 && weight < 1 ? Math.min(0.99, Math.round(weight * 100) / 100) : 0;
};

/** `10:200` as a range of x; null when it is none. */
export function parseRange(text: string | null): [from: number, to: number] | null {
  const [from, to, ...more] = (text ?? "").split(":").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  if (from === undefined || to === undefined || more.length > 0) return null;
  return Number.isFinite(from) && Number.isFinite(to) && from < to ? [from, to] : null;
}

/** Reads the address; unknown values are kept, so that the page can say what it did not find. */
export function parseCompare(search: SearchParams): CompareState {
  const ids = [search.runs ?? []].flat().flatMap((list) => list.split(","));
  return {
    runs: [...new Set(ids.map((id) => id.trim()).filter(Boolean))],
    baseline: first(search.baseline),
    metric: first(search.metric) ?? "recall",
    slice: parseSlice(first(search.slice)),
    dimension: first(search.dimension),
    allParams: first(search.params) === "all",
    curve: first(search.curve),
    x: /^(step|relative|time|metric:.+)$/.exec(first(search.x) ?? "")?.[0] ?? "step",
    detail: parseDetail(first(search.detail)),
    logScale: first(search.scale) === "log",
    smoothing: parseSmoothing(first(search.smooth)),
    range: parseRange(first(search.range)) ? first(search.range) : null,
    plot: plotKinds.find((kind) => kind === first(search.plot)) ?? "scatter",
    plotX: first(search.px),
    plotY: first(search.py),
    groupBy: first(search.by),
    axes: [...new Set([search.axis ?? []].flat())].filter((id) => /^[pm]\../su.test(id)),
    configFrom: first(search.from),
    configTo: first(search.to),
    wholeConfig: first(search.config) === "all",
    configFile: /^[am]\../su.test(first(search.file) ?? "") ? first(search.file) : null,
    brushes: [search.brush ?? []].flat().filter((text) => /^.+~[^~]+~[^~]+$/su.test(text)),
    saved: first(search.saved),
  };
}

/** The same of the query of an address, repeated parameters included. */
export function parseCompareQuery(query: URLSearchParams): CompareState {
  const search: Record<string, string[]> = {};
  for (const [key, value] of query) search[key] = [...(search[key] ?? []), value];
  return parseCompare(search);
}

/** The address of a comparison; parts at their default are left out. */
export function compareHref(project: string, state: CompareState, change: Partial<CompareState> = {}): string {
  return `${paths.compare(project)}${compareQuery({ ...state, ...change })}`;
}

/** The query string of a comparison, with its question mark, or nothing. */
export function compareQuery(state: CompareState): string {
  const query = new URLSearchParams();
  if (state.baseline && state.baseline !== state.runs[0]) query.set("baseline", state.baseline);
  if (state.metric !== "recall") query.set("metric", state.metric);
  if (state.slice) query.set("slice", formatSlice(state.slice));
  if (state.dimension) query.set("dimension", state.dimension);
  if (state.allParams) query.set("params", "all");
  if (state.curve) query.set("curve", state.curve);
  if (state.detail > 0) query.set("detail", String(state.detail));
  if (state.x !== "step") query.set("x", state.x);
  if (state.logScale) query.set("scale", "log");
  if (state.smoothing > 0) query.set("smooth", String(state.smoothing));
  if (state.range) query.set("range", state.range);
  if (state.plot !== "scatter") query.set("plot", state.plot);
  if (state.plotX) query.set("px", state.plotX);
  if (state.plotY) query.set("py", state.plotY);
  if (state.groupBy) query.set("by", state.groupBy);
  for (const axis of state.axes) query.append("axis", axis);
  if (state.configFrom) query.set("from", state.configFrom);
  if (state.configTo) query.set("to", state.configTo);
  if (state.wholeConfig) query.set("config", "all");
  if (state.configFile) query.set("file", state.configFile);
  for (const brush of state.brushes) query.append("brush", brush);
  if (state.saved) query.set("saved", state.saved);
  const runs = state.runs.map(encodeURIComponent).join(",");
  const parts = [runs && `runs=${runs}`, query.toString()].filter(Boolean);
  return parts.length > 0 ? `?${parts.join("&")}` : "";
}

/** The query of a view, in one form for equal views, without the name it was opened under. */
export const viewQuery = (state: CompareState): string => compareQuery({ ...state, saved: null }).slice(1);

/** The runs with the baseline first: the one asked for when it is there, else the first. */
export function baselineFirst<Run extends { id: string }>(runs: readonly Run[], baseline: string | null): Run[] {
  const chosen = runs.find((run) => run.id === baseline) ?? runs[0];
  return chosen ? [chosen, ...runs.filter((run) => run !== chosen)] : [];
}
