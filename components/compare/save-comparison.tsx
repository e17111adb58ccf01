import { DisabledButton } from "@/components/ui/disabled-button";
import { denial } from "@/lib/auth/authorize";
import { can } from "@/lib/auth/permissions";
import type { UserActor } from "@/lib/context";
import type { CompareState } from "@/lib/experiments/compare-url";
import { whyNotSaved } from "@/lib/experiments/comparison";
import { SaveComparisonDialog } from "./save-comparison-dialog";

type SaveComparisonProps = { state: CompareState; actor: UserActor };

/** The way to save a comparison, or why it cannot be saved by this person or as it stands. */
export function SaveComparison({ state, actor }: SaveComparisonProps) {
  const problem = whyNotSaved(state);
  const reasons = [
    ...(can(actor, "comparison.save") ? [] : [denial("comparison.save")]),
    ...(problem ? [`${problem.charAt(0).toUpperCase()}${problem.slice(1)}.`] : []),
  ];
  return reasons.length > 0 ? (
    <DisabledButton compact reasons={reasons}>
      Save comparison
    </DisabledButton>
  ) : (
    <SaveComparisonDialog />
  );
}
