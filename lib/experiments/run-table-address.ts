import type { SearchParams } from "./run-view";

/** Parameters that make a run table; others of the address are dropped from its links. */
const kept = ["view", "q", "sort", "columns", "frozen", "baseline", "pins", "group", "open", "saved"] as const;
export type TableParams = Partial<Record<(typeof kept)[number], string>>;

const first = (value: string | string[] | undefined): string | undefined =>
  (Array.isArray(value) ? value[0] : value) || undefined;

/** What a table's links keep: everything but the page. `filterText` is the filter in force, so that an added term moves into `q`. */
export function tableParams(params: SearchParams, filterText: string): TableParams {
  const entries = kept.map((name) => [name, name === "q" ? filterText || undefined : first(params[name])] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
