import type { FindingSeverity, FindingState } from "@/db/enums";
import { findingSeverities, findingStates } from "@/db/enums";

export const findingSorts = ["due", "severity", "newest"] as const;
export type FindingSort = (typeof findingSorts)[number];
export const findingViews = ["unsettled", "overdue", "blocking", "all"] as const;
export type FindingView = (typeof findingViews)[number];

export type FindingFilter = {
  view: FindingView;
  sort: FindingSort;
  severity: FindingSeverity | null;
  state: FindingState | null;
  model: string | null;
};

type Params = Readonly<Record<string, string | string[] | undefined>>;
const one = (value: string | string[] | undefined) => (typeof value === "string" ? value : undefined);
const among = <T extends string>(values: readonly T[], value: string | undefined): T | null =>
  values.find((entry) => entry === value) ?? null;

/** Reads the filter from the address; what is not understood is left out. */
export const parseFindingFilter = (params: Params): FindingFilter => ({
  view: among(findingViews, one(params.view)) ?? "unsettled",
  sort: among(findingSorts, one(params.sort)) ?? "due",
  severity: among(findingSeverities, one(params.severity)),
  state: among(findingStates, one(params.state)),
  model: one(params.model) || null,
});

/** The query of an address that shows this filter; defaults are left out. */
export function findingFilterQuery(filter: FindingFilter): string {
  const query = new URLSearchParams();
  if (filter.view !== "unsettled") query.set("view", filter.view);
  if (filter.sort !== "due") query.set("sort", filter.sort);
  for (const key of ["severity", "state", "model"] as const) if (filter[key]) query.set(key, filter[key]);
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}
