import { DescriptionList } from "@/components/ui/description-list";
import { Panel } from "@/components/ui/panel";
import { formatCount, plural } from "@/lib/format";
import { formatSpan } from "@/lib/format-time";
import type { RollbackPlan } from "@/lib/promotions/rollback-plan";
import { type RolloutPlan, stageLabel } from "@/lib/promotions/rollout-plan";

type People = ReadonlyMap<string, string>;
const minute = 60_000;
const modes = { auto: "rolls back by itself", page_owner: "calls its owner" } as const;

/** The stages as a rail, with what ends each of them, and the triggers with their owners. */
export function RolloutPlanView({ plan, people }: { plan: RolloutPlan; people: People }) {
  return (
    <Panel padded>
      <ol className="grid grid-cols-[repeat(auto-fit,minmax(84px,1fr))] gap-x-1 gap-y-3">
        {plan.stages.map((stage, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a stage is its place in the order
          <li key={index} className="border-t-3 border-line-strong pt-1.5 text-xs leading-snug">
            <b className="block text-s font-medium first-letter:uppercase">{stageLabel(stage)}</b>
            <span className="block">{formatSpan(stage.soakMinutes * minute)}</span>
            <span className="block text-ink-3">
              {stage.kind === "shadow" && `mirrors ${stage.mirrorPercent} %`}
              {stage.kind === "segment" && <bdi>{stage.match}</bdi>}
              {stage.minSamples > 0 && `n ${formatCount(stage.minSamples)}`}
            </span>
            {stage.gate && <span className="block text-ink-2">then a person opens the next</span>}
          </li>
        ))}
      </ol>
      <h3 className="mt-3 mb-1 text-xs text-ink-3">{plural(plan.triggers.length, "rollback trigger")}</h3>
      <ul className="flex flex-col gap-1 text-s">
        {plan.triggers.map((trigger, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a trigger has no other name than its place
          <li key={index}>
            <bdi>{trigger.condition}</bdi>{" "}
            <span className="text-ink-2">
              {modes[trigger.mode]}, owner <bdi>{people.get(trigger.ownerUserId) ?? "unknown"}</bdi>
              {trigger.armedFromStage > 0 && `, from stage ${trigger.armedFromStage + 1}`}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

type RollbackPlanViewProps = { plan: RollbackPlan; people: People; returnsTo: string };

/** How the old version serves again: what to, by whom, in how long. */
export function RollbackPlanView({ plan, people, returnsTo }: RollbackPlanViewProps) {
  return (
    <Panel padded>
      <DescriptionList
        items={[
          { term: "Back to", value: <bdi>{returnsTo}</bdi> },
          { term: "Within", value: formatSpan(plan.minutes * minute) },
          { term: "By", value: <bdi>{people.get(plan.ownerUserId) ?? "unknown"}</bdi> },
          { term: "Steps", value: <bdi className="whitespace-pre-wrap">{plan.summary}</bdi> },
        ]}
      />
    </Panel>
  );
}
