import { DisabledButton } from "@/components/ui/disabled-button";
import {
  type FindingActor,
  type FindingFacts,
  findingTransitions,
  moveFinding,
} from "@/lib/governance/findings/finding";
import { MoveDialog } from "./move-dialog";
import { moveWords } from "./move-words";

type MoveButtonsProps = {
  project: string;
  number: number;
  lockVersion: number;
  facts: FindingFacts;
  actor: FindingActor;
};

/** What can be done with a finding now; a step that its state allows and the person may not take says why. */
export function MoveButtons({ project, number, lockVersion, facts, actor }: MoveButtonsProps) {
  return (
    <div className="flex flex-col gap-2.5">
      {findingTransitions.map((transition) => {
        const moved = moveFinding(facts, transition, actor);
        if (moved.ok)
          return (
            <MoveDialog
              key={transition}
              project={project}
              number={number}
              lockVersion={lockVersion}
              transition={transition}
            />
          );
        if (moved.code === "state") return null;
        return (
          <DisabledButton key={transition} reasons={[moved.reason]} className="w-full">
            {moveWords[transition].label}
          </DisabledButton>
        );
      })}
    </div>
  );
}
