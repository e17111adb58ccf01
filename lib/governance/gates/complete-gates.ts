import { formatList } from "@/lib/format";
import type { Evidence } from "./evidence";
import type { GateOf } from "./gate";
import { headroomOf, type Judgement } from "./gate-result";

/** Judges that every axis that makes a run reproducible is on record. */
export function judgeReproducibility(gate: GateOf<"reproducibility">, evidence: Evidence): Judgement {
  const missing = gate.axes.filter((axis) => !evidence.candidate.axes[axis]?.trim());
  const present = gate.axes.length - missing.length;
  return {
    outcome: missing.length === 0 ? "passed" : "failed",
    observed: present,
    limit: gate.axes.length,
    comparison: ">=",
    margin: present - gate.axes.length,
    evidenceRefs: [`run:${evidence.candidate.runId}/axes`],
    sentence:
      missing.length === 0
        ? `All ${gate.axes.length} axes are on record.`
        : `Not on record: ${formatList(missing.map((axis) => axis.replaceAll("_", " ")))}. Log the run again with it.`,
  };
}

/** Judges that the model has an owner whose account is active. */
export function judgeOwner(_gate: GateOf<"owner">, { owner }: Evidence): Judgement {
  if (!owner) return { outcome: "failed", sentence: "The model has no owner; nobody answers for it after launch." };
  if (!owner.isActive)
    return { outcome: "failed", sentence: `${owner.name} owns the model, but that account is disabled.` };
  return { outcome: "passed", sentence: `${owner.name} owns the model.`, evidenceRefs: [`user:${owner.userId}`] };
}

/** Judges that the way back is planned: what serves then, who does it, how long it takes, and triggers with owners. */
export function judgeRollbackPlan(gate: GateOf<"rollback_plan">, { rollbackPlan }: Evidence): Judgement {
  if (!rollbackPlan) return { outcome: "failed", sentence: "There is no rollback plan." };
  const { returnsTo, ownerName, minutes, triggers } = rollbackPlan;
  const limits = {
    observed: minutes,
    limit: gate.maximumMinutes,
    comparison: gate.maximumMinutes === null ? null : ("<=" as const),
  };
  if (!ownerName) return { ...limits, outcome: "failed", sentence: "The rollback plan has no owner." };
  if (triggers.length === 0)
    return {
      ...limits,
      outcome: "failed",
      sentence: "The rollback plan has no trigger: nothing says when to roll back.",
    };
  const orphan = triggers.find((trigger) => !trigger.ownerName);
  if (orphan)
    return { ...limits, outcome: "failed", sentence: `The rollback trigger "${orphan.condition}" has no owner.` };
  if (gate.maximumMinutes !== null && minutes === null) {
    return {
      ...limits,
      outcome: "inconclusive",
      sentence: `How long the rollback takes is not on record; at most ${gate.maximumMinutes} minutes are allowed.`,
    };
  }
  const headroom =
    gate.maximumMinutes !== null && minutes !== null ? headroomOf(minutes, "<=", gate.maximumMinutes, null) : {};
  const late = gate.maximumMinutes !== null && minutes !== null && minutes > gate.maximumMinutes;
  const time = minutes === null ? "" : ` in ${minutes} minutes`;
  return {
    ...limits,
    ...headroom,
    outcome: late ? "failed" : "passed",
    sentence: late
      ? `The rollback takes ${minutes} minutes; at most ${gate.maximumMinutes} are allowed.`
      : `Back to ${returnsTo}${time}; ${ownerName} answers for it.`,
  };
}
