import { parseRunFilter, type RunFilter } from "./run-filter";
import { parseGrouping, parseOpenGroups, type RunGrouping } from "./run-grouping";
import { maxColumns, maxFrozen, maxPins } from "./run-view-limits";

export type RunSort =
  | { key: "started" }
  | { key: "name" }
  | { key: "duration" }
  | { key: "metric"; name: string }
  | { key: "param"; name: string };
/** A place between two rows. `rank`: how many rows of the list come before and at it; null where nobody counted. */
export type RunCursor = {
  direction: "after" | "before";
  phase: number;
  value: string | number | null;
  id: string;
  rank: number | null;
};
/** What a run table shows, as its address says it. */
export type RunView = {
  experimentId: string | null;
  filterText: string;
  filter: RunFilter;
  sort: RunSort;
  descending: boolean;
  cursor: RunCursor | null;
  /** Chosen columns in order; null = the default ones. */
  columns: string[] | null;
  /** Of the columns shown, those that stay in view while the rest scrolls sideways. */
  frozen: string[];
  /** Id of the pinned baseline; "none" when taken off; null when the address names none. */
  baseline: string | null;
  /** Runs that stay on top below the baseline. */
  pins: string[];
  /** What the runs are grouped by; null = a plain list. */
  grouping: RunGrouping | null;
  /** Values of the groups that stand open. */
  open: (string | null)[];
};

export type SearchParams = Readonly<Record<string, string | string[] | undefined>>;
const one = (value: string | string[] | undefined): string => (Array.isArray(value) ? (value[0] ?? "") : (value ?? ""));

export const defaultSort = "-started";
const runId = /^[\w.:@-]{1,128}$/;

/** "-metric:roc_auc" as a sort; an unknown one is the newest first. */
export function parseSort(text: string): { sort: RunSort; descending: boolean } {
  const descending = text.startsWith("-");
  const key = descending ? text.slice(1) : text;
  if (key === "started" || key === "name" || key === "duration") return { sort: { key }, descending };
  const [, kind, name] = /^(metric|param):(.{1,250})$/su.exec(key) ?? [];
  if (name && (kind === "metric" || kind === "param")) return { sort: { key: kind, name }, descending };
  return { sort: { key: "started" }, descending: true };
}

export const sortName = (sort: RunSort): string => ("name" in sort ? `${sort.key}:${sort.name}` : sort.key);

/** A cursor as text for the address. */
export const formatCursor = ({ phase, value, id, rank }: Omit<RunCursor, "direction">): string =>
  Buffer.from(JSON.stringify(rank === null ? [phase, value, id] : [phase, value, id, rank]), "utf8").toString(
    "base64url",
  );

function parseCursor(direction: RunCursor["direction"], text: string): RunCursor | null {
  if (text === "" || text.length > 1000) return null;
  try {
    const read: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
    if (!Array.isArray(read) || read.length < 3 || read.length > 4) return null;
    const [phase, value, id, rank = null] = read as unknown[];
    const isValue =
      value === null || typeof value === "string" || (typeof value === "number" && Number.isFinite(value));
    if (
      typeof phase !== "number" ||
      ![0, 1, 2].includes(phase) ||
      !isValue ||
      typeof id !== "string" ||
      id.length > 128 ||
      id.includes("\0")
    )
      return null;
    if (typeof value === "string" && value.includes("\0")) return null;
    return { direction, phase, value, id, rank: Number.isSafeInteger(rank) && Number(rank) > 0 ? Number(rank) : null };
  } catch {
    return null;
  }
}

const columnIds = (text: string): string[] => [
  ...new Set(
    text
      .split(",")
      .map((id) => id.trim())
      .filter((id) => id !== "" && id.length <= 600),
  ),
];

/** Reads the view from the address; what cannot be read falls back to its default. */
export function parseRunView(params: SearchParams, experimentId: string | null): RunView {
  const filterText = [one(params.q).trim(), one(params.add).trim()].filter(Boolean).join(" and ");
  const columns = columnIds(one(params.columns));
  const baseline = one(params.baseline);
  return {
    experimentId,
    filterText,
    filter: parseRunFilter(filterText),
    ...parseSort(one(params.sort) || defaultSort),
    cursor: parseCursor("after", one(params.after)) ?? parseCursor("before", one(params.before)),
    columns: columns.length > 0 ? columns.slice(0, maxColumns) : null,
    frozen: columnIds(one(params.frozen)).slice(0, maxFrozen),
    baseline: runId.test(baseline) ? baseline : null,
    pins: [...new Set(one(params.pins).split(","))].filter((id) => runId.test(id)).slice(0, maxPins),
    grouping: parseGrouping(one(params.group)),
    open: parseOpenGroups(one(params.open)),
  };
}
