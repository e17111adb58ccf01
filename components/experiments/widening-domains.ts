import { type Domain, domainOf, widenDomain } from "@/components/charts/scale";
import type { ShownRuns } from "@/lib/experiments/shown-runs";
import type { ShownRun } from "@/lib/experiments/shown-runs-query";

type Domains = ReadonlyMap<string, Domain>;

const ends = (rows: readonly ShownRun[], metric: string) =>
  rows.flatMap(({ metrics }) => {
    const figure = metrics[metric];
    return figure ? [figure.low, figure.value, figure.high] : [];
  });

/**
 * Answers the domains of a page's interval columns for all rows shown, those on top too. They only ever widen while more rows come, and the same
 * map is answered while they do not. Rows that were looked at before are passed over.
 */
export function domainsKeeper(page: ShownRuns): (shown: ShownRuns) => Domains {
  const metrics = page.columns.flatMap(({ column }) => (column.kind === "interval" ? [column.metric] : []));
  const onTop = ({ pins, baseline }: ShownRuns) => (baseline ? [...pins, baseline] : pins);
  const first = [...page.rows, ...onTop(page)];
  let domains: Domains = new Map(metrics.map((metric) => [metric, domainOf(ends(first, metric))]));
  let seen = page;
  return (shown) => {
    if (shown === seen || metrics.length === 0) return domains;
    const fresh = [...shown.rows.filter((row, at) => row !== seen.rows[at]), ...onTop(shown)];
    seen = shown;
    const widened = new Map([...domains].map(([metric, domain]) => [metric, widenDomain(domain, ends(fresh, metric))]));
    if ([...widened].some(([metric, domain]) => domain !== domains.get(metric))) domains = widened;
    return domains;
  };
}
