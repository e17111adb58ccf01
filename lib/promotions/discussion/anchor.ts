export type AnchorKind = "gate" | "slice" | "field";
/** What a thread is about: its words, and where on the page that is. */
export type AnchorView = { kind: AnchorKind; label: string; href: string };

/** Parts of the subject that a thread can be about, and the section that shows them. */
const subjectFields = [
  ["field:metrics", "Metrics", "#metrics"],
  ["field:axes", "Reproducibility axes", "#axes"],
  ["field:contract", "Contract", "#axes"],
  ["field:rolloutPlan", "Rollout plan", "#rollout-plan"],
  ["field:rollbackPlan", "Rollback plan", "#rollback-plan"],
  ["field:risk", "Risk assessment", "#decision"],
  ["field:cardRevision", "Model card", "#decision"],
  ["field:policy", "Policy", "#gates"],
] as const;

/** How plans were named before there were threads; a gate of that name comes first. */
const formerPlans: Readonly<Record<string, string>> = {
  "rollout-plan": "Rollout plan",
  "rollback-plan": "Rollback plan",
};

type Gate = { id: string; title: string };

/** What an anchor points at; null for a thread about all of the promotion. */
export function viewAnchor(anchor: string | null, gates: readonly Gate[]): AnchorView | null {
  if (anchor === null) return null;
  if (anchor.startsWith("slice:")) return { kind: "slice", label: anchor.slice(6), href: "#slices" };
  const field = subjectFields.find(([id]) => id === anchor);
  if (field) return { kind: "field", label: field[1], href: field[2] };
  const gate = gates.find(({ id }) => id === anchor);
  const plan = gate ? undefined : formerPlans[anchor];
  if (plan) return { kind: "field", label: plan, href: `#${anchor}` };
  return { kind: "gate", label: gate?.title ?? anchor, href: gate ? `#gate-${gate.id}` : "#gates" };
}

export type AnchorOption = { value: string; label: string };

/** Everything a new thread can be about, in groups: gates, slices, fields. */
export const anchorOptions = (gates: readonly Gate[], slices: readonly string[]) => ({
  gates: gates.map(({ id, title }): AnchorOption => ({ value: id, label: title })),
  slices: slices.map((slice): AnchorOption => ({ value: `slice:${slice}`, label: slice })),
  fields: subjectFields.map(([value, label]): AnchorOption => ({ value, label })),
});

/** Refuses an anchor that points at nothing in this promotion; null when it is one that can be shown. */
export function anchorRefusal(anchor: string, gates: readonly Gate[]): string | null {
  if (anchor.startsWith("slice:") && /^slice:[^=]{1,120}=.{1,160}$/s.test(anchor)) return null;
  if (subjectFields.some(([id]) => id === anchor) || gates.some(({ id }) => id === anchor)) return null;
  return "points at no gate, slice or field of this promotion; choose one from the list";
}
