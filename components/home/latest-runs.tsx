import { StatusBadge } from "@/components/ui/status-badge";
import { TextLink } from "@/components/ui/text-link";
import { AgeText } from "@/components/ui/time-text";
import type { LatestRun } from "@/lib/home/latest-runs-query";
import { formatMetric, metricMeaning } from "@/lib/metric-meaning";
import { paths } from "@/lib/paths";

const headline = ["roc_auc", "accuracy", "f1", "rmse", "log_loss"];

/** The runs that started last: what came of each, and how long ago. */
export function LatestRuns({ project, runs, now }: { project: string; runs: readonly LatestRun[]; now: Date }) {
  return (
    <ol>
      {runs.map((run) => {
        const key = headline.find((name) => typeof run.metrics[name] === "number");
        return (
          <li
            key={run.id}
            className="flex items-baseline gap-3 border-t border-line px-3.5 py-2 text-s first:border-t-0"
          >
            <span className="min-w-0 flex-1">
              <TextLink quiet href={paths.run(project, run.id)} className="font-mono">
                <bdi>{run.name}</bdi>
              </TextLink>
              {run.owner && <span className="text-ink-3"> {run.owner}</span>}
            </span>
            {run.status === "FINISHED" ? (
              <span className="text-ink-2 tabular-nums">
                {key ? `${metricMeaning(key).label} ${formatMetric(key, run.metrics[key])}` : "no metrics"}
              </span>
            ) : (
              <StatusBadge tone={run.status === "FAILED" || run.status === "KILLED" ? "fail" : "neutral"}>
                {run.status.toLowerCase()}
              </StatusBadge>
            )}
            <span className="w-12 text-end text-ink-3">
              <AgeText at={run.startedAt} now={now} />
            </span>
          </li>
        );
      })}
    </ol>
  );
}
