import { TrafficBar } from "@/components/charts/traffic-bar";
import { RiskTierChip } from "@/components/models/risk-tier-chip";
import { trafficShares, trafficText } from "@/components/models/traffic";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { formatCount } from "@/lib/format";
import type { LiveModel } from "@/lib/home/live-query";
import { formatMetric } from "@/lib/metric-meaning";
import { paths } from "@/lib/paths";

/** One card a live model: each target with its share of traffic, and one offline figure. */
export function LiveCards({ project, models }: { project: string; models: readonly LiveModel[] }) {
  return (
    <ul className="grid gap-3 sm:grid-cols-[repeat(auto-fill,minmax(300px,1fr))]">
      {models.map((model) => (
        <li key={model.id}>
          <Panel padded className="flex h-full flex-col gap-2.5">
            <div className="flex items-center justify-between gap-2">
              <TextLink quiet href={paths.model(project, model.name)} className="min-w-0 truncate font-medium">
                <bdi>{model.name}</bdi>
              </TextLink>
              <RiskTierChip tier={model.riskTier} />
            </div>
            <ul className="flex flex-col gap-1.5 text-s">
              {model.live.map((target) => (
                <li
                  key={target.targetId}
                  className="grid grid-cols-[minmax(0,1.7fr)_4rem_minmax(0,1fr)] items-center gap-2.5"
                >
                  <TextLink
                    quiet
                    href={paths.target(project, target.target)}
                    className="truncate"
                    title={`${target.target}, ${target.environment}`}
                  >
                    <bdi>{target.target}</bdi> <span className="text-xs text-ink-3">{target.environment}</span>
                  </TextLink>
                  <TrafficBar shares={trafficShares(target)} legend={false} width="100%" />
                  <span className="tabular-nums">
                    {trafficText(target)}
                    {target.held && <span className="text-warn"> · on hold</span>}
                  </span>
                </li>
              ))}
            </ul>
            <div className="mt-auto flex items-baseline justify-between gap-3 border-t border-line pt-2 text-xs text-ink-3">
              {model.figure ? (
                <span className="tabular-nums">
                  <span className="text-l font-semibold text-ink">
                    {formatMetric(model.figure.key, model.figure.value)}
                  </span>{" "}
                  {model.figure.label} of version {model.figureVersion} offline
                  {model.figure.n ? `, n ${formatCount(model.figure.n)}` : ""}
                </span>
              ) : (
                <span>no offline figure on record</span>
              )}
              {!model.ownerName && <span className="text-warn">no owner</span>}
            </div>
          </Panel>
        </li>
      ))}
    </ul>
  );
}
