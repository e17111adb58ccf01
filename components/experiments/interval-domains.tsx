"use client";

import { createContext, type ReactNode, useContext, useMemo } from "react";
import { PlotAxis } from "@/components/charts/plot-axis";
import type { Domain } from "@/components/charts/scale";
import { useRunRows } from "./run-rows";
import { domainsKeeper } from "./widening-domains";

const DomainsContext = createContext<ReadonlyMap<string, Domain>>(new Map());

/** Gives the interval columns their axes: one per metric, shared by all rows. Only what draws intervals is drawn again when one widens. */
export function IntervalDomains({ children }: { children: ReactNode }) {
  const { page, shown } = useRunRows();
  const domainsOf = useMemo(() => domainsKeeper(page), [page]);
  return <DomainsContext value={domainsOf(shown)}>{children}</DomainsContext>;
}

/** The axis of a metric's interval column. */
export const useIntervalDomain = (metric: string): Domain | undefined => useContext(DomainsContext).get(metric);

/** The head of an interval column: its axis. */
export function IntervalAxis({ metric }: { metric: string }) {
  const domain = useIntervalDomain(metric);
  return domain && <PlotAxis domain={domain} width={110} count={3} />;
}
