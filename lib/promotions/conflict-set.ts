/** A human behind accounts, tokens and roles. */
export type Person = { personId: string; name: string };

export type ConflictFacts = {
  requester: Person;
  /** Null when the run's producer is not a member here. */
  runOwner: Person | null;
  registrant: Person | null;
  edits: readonly (Person & { what: "card" | "risk"; at: Date })[];
  /** When this model was last approved for the environment; edits before it do not count. Null = never. */
  lastApprovalAt: Date | null;
  /** Owners of the API tokens that logged the run or its evidence. */
  tokenOwners: readonly (Person & { token: string })[];
  /** People who reported CI checks of the commit or the version themselves. */
  checkReporters: readonly Person[];
  /** Who took away or replaced, after it was asked for, what a consumer holds the model to. */
  contractEditors: readonly (Person & { consumer: string })[];
  /** People for whom a delegate has decided on this promotion, and who did. */
  delegators: readonly (Person & { delegate: string })[];
};

/** Somebody who may not approve, and why: phrases that follow a name or "you", as in "requested this promotion". */
export type Conflict = Person & {
  reasons: string[];
  /** Had a hand in it; false = only had a colleague decide for them here. */
  contributed: boolean;
};

const edited = {
  card: "edited the model card since the last approval",
  risk: "edited the risk assessment since the last approval",
} as const;

/** Why somebody is out whose colleague decided for them. */
export const delegatedTo = (delegate: string): string => `left the decision to ${delegate}`;

/**
 * Everyone who contributed to what is being approved, once per human with all reasons, by name. Computed from all contributors,
 * not from the last one: a service account does not launder its owner's work.
 */
export function conflictSet(facts: ConflictFacts): Conflict[] {
  const { lastApprovalAt } = facts;
  const found = new Map<string, Conflict>();
  const add = (person: Person | null, reason: string, contributed = true) => {
    if (!person) return;
    const { personId, name } = person;
    const entry = found.get(personId) ?? { personId, name, reasons: [], contributed: false };
    if (contributed) entry.contributed = true;
    if (!entry.reasons.includes(reason)) entry.reasons.push(reason);
    found.set(person.personId, entry);
  };
  add(facts.requester, "requested this promotion");
  add(facts.runOwner, "logged the training run");
  add(facts.registrant, "registered this version");
  for (const edit of facts.edits) {
    if (lastApprovalAt === null || edit.at.getTime() > lastApprovalAt.getTime()) add(edit, edited[edit.what]);
  }
  for (const owner of facts.tokenOwners) add(owner, `sent evidence with the token "${owner.token}"`);
  for (const reporter of facts.checkReporters) add(reporter, "reported CI checks of what is promoted");
  for (const editor of facts.contractEditors)
    add(editor, `changed what the consumer "${editor.consumer}" holds it to, after it was requested`);
  for (const delegator of facts.delegators) add(delegator, delegatedTo(delegator.delegate), false);
  return [...found.values()].sort((a, b) =>
    a.name < b.name ? -1 : a.name > b.name ? 1 : a.personId < b.personId ? -1 : 1,
  );
}

/** The conflict set by person, as counting approvals reads it. */
export const conflictsByPerson = (conflicts: readonly Conflict[]): Map<string, readonly string[]> =>
  new Map(conflicts.map((conflict) => [conflict.personId, conflict.reasons]));

/** Those of the conflict set who had a hand in what is approved. */
export const contributorsOf = (conflicts: readonly Conflict[]): Set<string> =>
  new Set(conflicts.filter((conflict) => conflict.contributed).map((conflict) => conflict.personId));
