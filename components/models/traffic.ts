import type { TrafficShare } from "@/components/charts/traffic-bar";
import type { LiveTarget } from "@/lib/models/live-targets-query";

type Serving = Pick<LiveTarget, "stable" | "candidate">;

/** Shares of decisions on a target, the live version first. */
export function trafficShares({ stable, candidate }: Serving): TrafficShare[] {
  const share = (candidate?.weight ?? 0) / 100;
  return [
    ...(stable && share < 1 ? [{ label: `v${stable.version}`, share: 1 - share, role: "baseline" as const }] : []),
    ...(candidate && share > 0 ? [{ label: `v${candidate.version}`, share, role: "candidate" as const }] : []),
  ];
}

/** What a target serves in words: "v3 75 % · v4 25 %"; a candidate without traffic is named with its stage. */
export function trafficText(target: Serving): string {
  const { stable, candidate } = target;
  if (!stable && !candidate) return "nothing live";
  const shares = trafficShares(target).map(({ label, share }) => `${label} ${Math.round(share * 100)} %`);
  if (candidate && candidate.weight === 0) shares.push(`v${candidate.version} ${candidate.stage ?? "shadow"}`);
  return shares.join(" · ");
}
