import { type Lane, type LaneSpan, TimelineLanes } from "@/components/charts/timeline-lanes";
import type { listServingPeriods } from "@/lib/deployments/history-query";
import type { servingAt } from "@/lib/deployments/queries";
import { formatDateTime } from "@/lib/format-time";
import { paths } from "@/lib/paths";

type Period = Awaited<ReturnType<typeof listServingPeriods>>[number];
type Serving = Awaited<ReturnType<typeof servingAt>>[number];
type Props = {
  project: string;
  periods: readonly Period[];
  from: Date;
  to: Date;
  asOf: Date | null;
  answer: readonly Serving[];
};

/** One lane per target: which version served when, rollbacks as rings, and the moment asked about with its answer. */
export function ServingLanes({ project, periods, from, to, asOf, answer }: Props) {
  const names = [...new Set(periods.map((p) => p.target))];
  return (
    <TimelineLanes
      label="What served when"
      lanes={names.map((name) =>
        laneOf(
          project,
          name,
          periods.filter((p) => p.target === name),
        ),
      )}
      from={from}
      to={to}
      asOf={asOf ?? undefined}
      answer={asOf && <Answer at={asOf} answer={answer} />}
    />
  );
}

function laneOf(project: string, name: string, periods: readonly Period[]): Lane {
  return {
    id: name,
    label: name,
    hint: periods[0]?.environment,
    spans: periods.map((period) => spanOf(project, period)),
    marks: periods
      .filter((p) => p.rollout?.state === "ROLLED_BACK" && p.candidate === null)
      .map((p) => ({ at: p.startedAt, tone: "fail" as const, description: `R-${p.rollout?.number} rolled back` })),
  };
}

function spanOf(project: string, period: Period): LaneSpan {
  const stable = period.stable === null ? "nothing" : `v${period.stable}`;
  const label = period.candidate === null ? stable : `v${period.candidate} ${period.stage ?? ""}`.trim();
  return {
    from: period.startedAt,
    to: period.endedAt,
    label,
    kind: period.candidate === null ? (period.endedAt ? "past" : "whole") : period.weight === 0 ? "trial" : "growing",
    description:
      period.candidate === null
        ? `${stable} took all traffic from ${formatDateTime(period.startedAt)}`
        : `v${period.candidate} at ${period.stage} beside ${stable} from ${formatDateTime(period.startedAt)}`,
    href: period.rollout ? paths.rollout(project, period.rollout.number) : undefined,
  };
}

function Answer({ at, answer }: { at: Date; answer: readonly Serving[] }) {
  if (answer.length === 0) return <p>Nothing was recorded as serving at {formatDateTime(at)}.</p>;
  return (
    <ul className="flex flex-wrap gap-x-6 gap-y-1">
      {answer.map((row) => (
        <li key={row.target}>
          <strong>{row.target}</strong> {row.stable ? `v${row.stable.version}` : "nothing"}
          {row.candidate ? ` with v${row.candidate.version} at ${row.desired.stage}` : ", 100 %"}, since{" "}
          {formatDateTime(row.since)}
        </li>
      ))}
    </ul>
  );
}
