import fc from "fast-check";
import { expect, test } from "vitest";
import { type ConflictFacts, conflictSet, conflictsByPerson } from "./conflict-set";
import { later, start } from "./machine-testing";

const person = (personId: string) => ({ personId, name: personId.toUpperCase() });
const facts = (more: Partial<ConflictFacts> = {}): ConflictFacts => ({
  requester: person("maya"),
  runOwner: null,
  registrant: null,
  edits: [],
  lastApprovalAt: null,
  tokenOwners: [],
  checkReporters: [],
  contractEditors: [],
  delegators: [],
  ...more,
});

test("one human appears once with every reason, in the order of contribution", () => {
  const set = conflictSet(
    facts({ registrant: person("maya"), runOwner: person("jun"), tokenOwners: [{ ...person("jun"), token: "ci" }] }),
  );
  expect(set).toEqual([
    {
      personId: "jun",
      name: "JUN",
      reasons: ["logged the training run", 'sent evidence with the token "ci"'],
      contributed: true,
    },
    {
      personId: "maya",
      name: "MAYA",
      reasons: ["requested this promotion", "registered this version"],
      contributed: true,
    },
  ]);
});

test("edits count only after the last approval", () => {
  const edits = [
    { ...person("old"), what: "card" as const, at: start },
    { ...person("new"), what: "risk" as const, at: later(2) },
  ];
  expect(conflictSet(facts({ edits, lastApprovalAt: later(1) })).map((entry) => entry.personId)).toEqual([
    "maya",
    "new",
  ]);
  expect(conflictSet(facts({ edits })).map((entry) => entry.personId)).toEqual(["maya", "new", "old"]);
});

test("whoever changes what a consumer holds the model to is in it, once per consumer", () => {
  const desk = { ...person("otto"), consumer: "Desk" };
  const set = conflictSet(facts({ contractEditors: [desk, desk, { ...desk, consumer: "Letters" }] }));
  expect(set.find(({ personId }) => personId === "otto")).toMatchObject({
    contributed: true,
    reasons: [
      'changed what the consumer "Desk" holds it to, after it was requested',
      'changed what the consumer "Letters" holds it to, after it was requested',
    ],
  });
});

test("delegators are in it, those they delegate to are not", () => {
  const set = conflictsByPerson(conflictSet(facts({ delegators: [{ ...person("ines"), delegate: "Rosa" }] })));
  expect(set.get("ines")).toEqual(["left the decision to Rosa"]);
  expect(set.has("rosa")).toBe(false);
});

test("every contributor is in it, nobody twice", () => {
  const anyone = fc.constantFrom("a", "b", "c", "d").map(person);
  fc.assert(
    fc.property(
      anyone,
      fc.option(anyone),
      fc.option(anyone),
      fc.array(anyone),
      (requester, runOwner, registrant, owners) => {
        const set = conflictSet(
          facts({ requester, runOwner, registrant, tokenOwners: owners.map((owner) => ({ ...owner, token: "t" })) }),
        );
        const ids = set.map((entry) => entry.personId);
        expect(new Set(ids).size).toBe(ids.length);
        for (const one of [requester, runOwner, registrant, ...owners]) if (one) expect(ids).toContain(one.personId);
        expect(set.every((entry) => entry.reasons.length > 0)).toBe(true);
      },
    ),
  );
});
