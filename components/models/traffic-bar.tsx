import type { LiveTarget } from "@/lib/models/live-targets-query";

/** Share of decisions as one bar: grey is live, blue the candidate. Decorative; TrafficText says it. */
export function TrafficBar({ target }: { target: Pick<LiveTarget, "stable" | "candidate"> }) {
  const share = target.candidate?.weight ?? 0;
  return (
    <span aria-hidden="true" className="flex h-2 w-full overflow-hidden rounded-xs bg-sunken">
      {target.stable && <span className="bg-baseline/60" style={{ width: `${100 - share}%` }} />}
      {share > 0 && <span className="border-s border-panel bg-candidate" style={{ width: `${share}%` }} />}
    </span>
  );
}

/** What a target serves in words: "v3 75 % · v4 25 %". */
export function trafficText({ stable, candidate }: Pick<LiveTarget, "stable" | "candidate">): string {
  if (!stable && !candidate) return "nothing live";
  const share = candidate?.weight ?? 0;
  const parts = [];
  if (stable && share < 100) parts.push(`v${stable.version} ${100 - share} %`);
  if (candidate)
    parts.push(share > 0 ? `v${candidate.version} ${share} %` : `v${candidate.version} ${candidate.stage ?? "shadow"}`);
  return parts.join(" · ");
}
