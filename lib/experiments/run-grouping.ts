import { writtenKey, writtenText } from "./filter-suggestion";

const fields = ["experiment", "status", "algorithm", "owner"] as const;
export type RunGrouping = { by: "param" | "tag"; key: string } | { by: (typeof fields)[number] };

export const groupingFields: readonly { value: string; label: string }[] = [
  { value: "experiment", label: "Experiment" },
  { value: "status", label: "Status" },
  { value: "algorithm", label: "Algorithm" },
  { value: "owner", label: "Owner" },
];

/** "param:optimizer" or "status" as a grouping; null for none or one that means nothing. */
export function parseGrouping(text: string): RunGrouping | null {
  const field = fields.find((known) => known === text);
  if (field) return { by: field };
  const [, by, key] = /^(param|tag):(.{1,250})$/su.exec(text) ?? [];
  return key && !key.includes("\0") && (by === "param" || by === "tag") ? { by, key } : null;
}

export const groupingName = (grouping: RunGrouping): string =>
  "key" in grouping ? `${grouping.by}:${grouping.key}` : grouping.by;

/** What the groups are of, as a heading. */
export const groupingLabel = (grouping: RunGrouping): string =>
  "key" in grouping ? grouping.key : (groupingFields.find(({ value }) => value === grouping.by)?.label ?? grouping.by);

/** The condition that keeps the runs of one group; null where the filter cannot say it. */
export function groupCondition(grouping: RunGrouping, value: string | null): string | null {
  if ("key" in grouping) {
    const name = `${grouping.by === "param" ? "params" : "tags"}.${writtenKey(grouping.key)}`;
    return value === null ? `${name} IS NULL` : `${name} = ${writtenText(value)}`;
  }
  if (value === null) return null;
  return grouping.by === "status" ? `status = ${value}` : `${grouping.by} = ${JSON.stringify(value)}`;
}

const mostOpen = 20;
const longestValue = 6000;

/** The groups that stand open, as the address says them: a JSON list of their values. What cannot be read opens none. */
export function parseOpenGroups(text: string): (string | null)[] {
  if (text.length > longestValue) return [];
  try {
    const read: unknown = JSON.parse(text || "[]");
    if (!Array.isArray(read)) return [];
    const values = read.filter((value) => value === null || (typeof value === "string" && !value.includes("\0")));
    return [...new Set<string | null>(values)].slice(0, mostOpen);
  } catch {
    return [];
  }
}

/** The open groups as the address keeps them, with one opened or closed; null for none. The one opened first makes room where there are many. */
export function toggleGroup(open: readonly (string | null)[], value: string | null): string | null {
  const next = open.includes(value) ? open.filter((other) => other !== value) : [...open, value].slice(-mostOpen);
  return next.length > 0 ? JSON.stringify(next) : null;
}
