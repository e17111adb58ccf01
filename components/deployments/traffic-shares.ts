import type { TrafficShare } from "@/components/charts/traffic-bar";
import type { DesiredState } from "@/db/schema/deployments";

type Named = { version: number } | null;

/** The split of live traffic in words for the traffic bar; a shadow or segment candidate is named beside it. */
export function trafficShares(desired: DesiredState, stable: Named, candidate: Named): TrafficShare[] {
  const base: TrafficShare = {
    label: stable ? `v${stable.version}` : "nothing",
    share: (100 - desired.weight) / 100,
    role: stable ? "baseline" : "other",
  };
  if (!candidate || desired.weight === 0) return [base];
  const share: TrafficShare = { label: `v${candidate.version}`, share: desired.weight / 100, role: "candidate" };
  return base.share > 0 ? [base, share] : [share];
}

/** What a candidate without a share of traffic does: null when it has one. */
export function trialWords(desired: DesiredState, candidate: Named): string | null {
  if (!candidate || desired.weight > 0) return null;
  if (desired.mirrorPercent > 0) return `v${candidate.version} in shadow, ${desired.mirrorPercent} % mirrored`;
  return desired.match ? `v${candidate.version} where ${desired.match}` : null;
}
