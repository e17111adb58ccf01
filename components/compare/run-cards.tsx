import { Chip } from "@/components/ui/chip";
import { StatusBadge } from "@/components/ui/status-badge";
import { TextLink } from "@/components/ui/text-link";
import type { CompareRun } from "@/lib/experiments/compare-query";
import type { CandidateSummary } from "@/lib/experiments/compare-summary";
import { plural } from "@/lib/format";
import { formatMetric, metricMeaning } from "@/lib/metric-meaning";
import { paths } from "@/lib/paths";
import { SeriesMark } from "./series-mark";
import { RunLinks } from "./view-link";

type RunCardsProps = {
  project: string;
  runs: readonly CompareRun[];
  /** Indexes of the runs that have a card. */
  shown: readonly number[];
  /** Summaries of the candidates; the first run is the baseline. */
  summaries: readonly CandidateSummary[];
  /** What a run already is, as "eligibility version 7, live in production". */
  registered: ReadonlyMap<string, string>;
};

const headline = ["roc_auc", "accuracy", "ece", "rmse", "r2", "log_loss"];

/** One card a run, the baseline first: what it is, its headline figures, and the links that change the selection. */
export function RunCards({ project, runs, shown, summaries, registered }: RunCardsProps) {
  return (
    <ul className="grid overflow-hidden rounded-m border border-line bg-panel sm:grid-cols-[repeat(auto-fit,minmax(260px,1fr))]">
      {runs.map((run, index) => {
        if (!shown.includes(index)) return null;
        const losses = index > 0 ? (summaries[index - 1]?.losses ?? 0) : 0;
        return (
          <li
            key={run.id}
            className="-ms-px -mt-px flex min-w-0 flex-col gap-1.5 border-s border-t border-line px-3.5 py-3"
          >
            <div className="flex items-center gap-2">
              <SeriesMark isBaseline={index === 0} />
              <TextLink
                quiet
                prefetch={false}
                href={paths.run(project, run.id)}
                className="min-w-0 truncate font-semibold"
              >
                <bdi>{run.name}</bdi>
              </TextLink>
              <span className="ms-auto flex-none text-xs text-ink-3">{index === 0 ? "baseline" : "candidate"}</span>
            </div>
            <p className="line-clamp-2 text-s text-ink-2" title={run.intent ?? undefined}>
              <bdi>{[run.algorithm, run.intent].filter(Boolean).join(": ") || run.experimentName}</bdi>
            </p>
            {run.status !== "FINISHED" && (
              <StatusBadge tone="fail" className="text-s whitespace-normal!">
                {run.status}
                {run.error ? `: ${run.error.type}` : ""}
              </StatusBadge>
            )}
            <Headline run={run} />
            <div className="flex flex-wrap items-center gap-1.5">
              {registered.has(run.id) && <Chip title={registered.get(run.id)}>{registered.get(run.id)}</Chip>}
              {losses > 0 && <Chip tone="fail">{plural(losses, "slice loses", "slices lose")}</Chip>}
            </div>
            <RunLinks id={run.id} name={run.name} baseline={runs[0]?.id ?? ""} canRemove={runs.length > 1} />
          </li>
        );
      })}
    </ul>
  );
}

function Headline({ run }: { run: CompareRun }) {
  const shown = headline.filter((key) => run.metrics[key]?.value != null).slice(0, 3);
  if (shown.length === 0) return <p className="text-s text-ink-3">no metrics on record</p>;
  return (
    <p className="flex flex-wrap gap-x-4 tabular-nums">
      {shown.map((key) => (
        <span key={key} className="whitespace-nowrap">
          <span className="text-l font-semibold">{formatMetric(key, run.metrics[key]?.value)}</span>{" "}
          <span className="text-xs text-ink-3">{metricMeaning(key).label}</span>
        </span>
      ))}
    </p>
  );
}
