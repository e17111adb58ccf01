import type { PolicyDraftKind, PolicyDraftState, Role } from "@/db/enums";
import { type Permission, rolesAllow } from "@/lib/auth/permissions";
import { formatList, plural } from "@/lib/format";

export const draftActions = ["edit", "propose", "withdraw", "approve", "reject"] as const;
export type DraftAction = (typeof draftActions)[number];
/** Why an act is not possible, in sentences that say what would make it so; empty = it is. */
export type DraftRefusals = Record<DraftAction, readonly string[]>;

export const draftStateWords: Readonly<Record<PolicyDraftState, string>> = {
  draft: "a draft",
  proposed: "proposed",
  published: "published",
  withdrawn: "withdrawn",
  rejected: "rejected",
};

export type DraftFacts = {
  kind: PolicyDraftKind;
  state: PolicyDraftState;
  /** Everyone who ever wrote in it, by person. */
  editors: ReadonlyMap<string, string>;
  /** How many things are wrong with the text. */
  problems: number;
  /** Why the text may not become this policy's next version: name, bindings that tie with another policy. */
  objections: readonly string[];
  /** The text means what the live version means already. */
  isUnchanged: boolean;
  /** The policy is in force no more; what brings it back is a version, and there is nothing to retire. */
  isRetired: boolean;
  /** The live version that the draft was started from, or proposed against, is not live any more. */
  movedTo: number | null;
};
export type DraftActor = { personId: string; roles: readonly Role[] };

const ended = (state: PolicyDraftState) => state === "published" || state === "withdrawn" || state === "rejected";

function overWords({ kind, state }: Pick<DraftFacts, "kind" | "state">): string {
  if (kind === "version") return `It is ${draftStateWords[state]}: start a new draft to go on.`;
  return state === "published" ? "The policy is retired." : `The proposal is ${draftStateWords[state]}.`;
}

/** What a person may do with a draft now, and why not otherwise. Commands and pages read the same answer. */
export function draftRefusals(facts: DraftFacts, actor: DraftActor): DraftRefusals {
  const may = (permission: Permission) => rolesAllow(actor.roles, permission);
  const isEditor = facts.editors.has(actor.personId);
  const isRetirement = facts.kind === "retirement";
  const over = ended(facts.state) ? [overWords(facts)] : [];
  const noEdit = may("policy.edit") ? [] : ["Your roles may not write policies; a reviewer or a risk officer may."];
  const noPublish = may("policy.publish") ? [] : ["Publishing needs the role risk officer."];
  const own = isEditor
    ? [
        isRetirement
          ? "You proposed it, and a second person has to approve it."
          : `You wrote in this draft, and a second person has to publish it. Written by ${formatList([...facts.editors.values()])}.`,
      ]
    : [];
  const notProposed =
    facts.state === "proposed" || ended(facts.state) ? [] : ["It is not proposed yet; its author proposes it first."];
  const notReady = [
    ...(facts.problems > 0 ? [`${plural(facts.problems, "problem")} in the text; the editor shows where.`] : []),
    ...facts.objections,
    ...(isRetirement && facts.isRetired ? ["The policy is retired already."] : []),
    ...(facts.problems === 0 && facts.isUnchanged
      ? ["It says what the live version says; there is nothing to publish."]
      : []),
  ];
  return {
    edit: [...over, ...noEdit, ...(isRetirement ? ["A proposal to retire has no text; draft a version instead."] : [])],
    propose: [
      ...over,
      ...noEdit,
      ...(facts.state === "proposed" ? ["It is proposed already; a change of the text takes that back."] : []),
      ...(isEditor ? [] : ["Only somebody who wrote in it proposes it."]),
      ...notReady,
    ],
    withdraw: [...over, ...(isEditor ? [] : ["Only somebody who wrote in it withdraws it."])],
    approve: [
      ...over,
      ...noPublish,
      ...own,
      ...notProposed,
      ...notReady,
      ...(facts.movedTo === null || facts.state !== "proposed"
        ? []
        : [
            `Version ${facts.movedTo} was published since it was proposed; its author looks at the changes and proposes again.`,
          ]),
    ],
    reject: [...over, ...noPublish, ...own, ...notProposed],
  };
}
