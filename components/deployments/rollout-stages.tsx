import { type Stage, StageRail } from "@/components/charts/stage-rail";
import type { RolloutPage } from "@/lib/deployments/rollout-page-query";
import { soakLeft } from "@/lib/deployments/rollout-verdict";
import type { RailStage } from "@/lib/deployments/stage-rail";
import { formatCount } from "@/lib/format";

/** The stage rail of a rollout; the stage under way shows desired beside observed weight, soak and samples. */
export function RolloutStages({ page }: { page: RolloutPage }) {
  const { rail, rollout } = page;
  return (
    <StageRail
      label={`Stages of R-${rollout.number}`}
      stages={rail.map((stage, i) => ({
        id: String(i),
        name: stage.label,
        state: railState(stage, page),
        lines: linesOf(stage),
        content:
          stage.status === "current" && rollout.endedAt === null ? (
            <CurrentStage page={page} stage={stage} />
          ) : undefined,
      }))}
    />
  );
}

function railState(stage: RailStage, { rollout }: RolloutPage): Stage["state"] {
  if (stage.status === "done") return "done";
  if (stage.status === "ahead") return "waiting";
  if (stage.status === "not_reached") return "skipped";
  if (rollout.state === "PAUSED" || rollout.state === "GATED") return "paused";
  return rollout.state === "APPLYING" || rollout.state === "OBSERVING" ? "current" : "failed";
}

function linesOf(stage: RailStage): string[] {
  return [
    stage.soakMinutes === 0 ? "no soak" : `soak ${minutes(stage.soakMinutes)}`,
    ...(stage.minSamples > 0 ? [`n ${formatCount(stage.minSamples)}`] : []),
    ...(stage.gate ? ["then a gate"] : []),
  ];
}

const minutes = (value: number): string => {
  if (value < 60) return `${value} min`;
  return value % 60 === 0 ? `${value / 60} h` : `${Math.floor(value / 60)} h ${Math.round(value % 60)} min`;
};

function CurrentStage({ page, stage }: { page: RolloutPage; stage: RailStage }) {
  const { target, rollout, status, facts } = page;
  const heard = target.observedGeneration >= target.desiredGeneration;
  const figures = [
    { label: "desired", value: `${target.desired.weight} %` },
    { label: "observed", value: heard ? `${target.observed?.weight ?? 0} %` : "not yet" },
    { label: "soak left", value: rollout.state === "OBSERVING" ? (soakLeft(status, facts) ?? "none") : "not started" },
    {
      label: "samples",
      value:
        stage.minSamples > 0
          ? `${formatCount(rollout.stageSamples)} of ${formatCount(stage.minSamples)}`
          : formatCount(rollout.stageSamples),
    },
  ];
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-2 sm:grid-cols-4">
      {figures.map((figure) => (
        <div key={figure.label}>
          <dt className="text-xs text-ink-3">{figure.label}</dt>
          <dd className="text-l font-semibold tabular-nums">{figure.value}</dd>
        </div>
      ))}
    </dl>
  );
}
