import { TrafficBar } from "@/components/charts/traffic-bar";
import { TextLink } from "@/components/ui/text-link";
import { AgeText } from "@/components/ui/time-text";
import type { LiveTarget } from "@/lib/models/live-targets-query";
import { paths } from "@/lib/paths";
import { trafficShares, trafficText } from "./traffic";

type LiveTargetsProps = { project: string; targets: readonly LiveTarget[]; now: Date };

/** Per target: environment, what serves with which share, since when. */
export function LiveTargets({ project, targets, now }: LiveTargetsProps) {
  return (
    <ul className="flex flex-col gap-2">
      {targets.map((target) => (
        <li
          key={target.targetId}
          className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] items-center gap-x-3.5 gap-y-1 text-s sm:grid-cols-[6.5rem_minmax(0,1.2fr)_minmax(4rem,1fr)_minmax(0,1.3fr)_4rem]"
        >
          <span className="text-ink-2">{target.environment}</span>
          <TextLink quiet href={paths.target(project, target.target)} className="truncate">
            <bdi>{target.target}</bdi>
          </TextLink>
          <TrafficBar shares={trafficShares(target)} legend={false} width="100%" />
          <span className="tabular-nums">
            {trafficText(target)}
            {target.held && <span className="text-warn"> · on hold</span>}
          </span>
          <span className="text-end text-ink-3">{target.since ? <AgeText at={target.since} now={now} /> : null}</span>
        </li>
      ))}
    </ul>
  );
}
