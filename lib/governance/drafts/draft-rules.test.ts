import fc from "fast-check";
import { expect, test } from "vitest";
import { policyDraftStates, roles } from "@/db/enums";
import { type DraftFacts, draftActions, draftRefusals } from "./draft-rules";

const facts: DraftFacts = {
  kind: "version",
  isRetired: false,
  state: "proposed",
  editors: new Map([["rosa", "Rosa Beck"]]),
  problems: 0,
  objections: [],
  isUnchanged: false,
  movedTo: null,
};
const ines = { personId: "ines", roles: ["risk_officer"] } as const;
const rosa = { personId: "rosa", roles: ["reviewer", "risk_officer"] } as const;
const may = (what: Partial<DraftFacts>, who: Parameters<typeof draftRefusals>[1]) => {
  const refused = draftRefusals({ ...facts, ...what }, who);
  return draftActions.filter((action) => refused[action].length === 0);
};

test.each([
  ["another risk officer decides on a proposal", {}, ines, ["edit", "approve", "reject"]],
  ["its author, risk officer or not, does not", {}, rosa, ["edit", "withdraw"]],
  ["its author proposes a draft", { state: "draft" }, rosa, ["edit", "propose", "withdraw"]],
  ["nobody decides on a draft", { state: "draft" }, ines, ["edit"]],
  ["nobody proposes what has problems", { state: "draft", problems: 2 }, rosa, ["edit", "withdraw"]],
  ["nobody proposes what changes nothing", { state: "draft", isUnchanged: true }, rosa, ["edit", "withdraw"]],
  ["nobody publishes what another version overtook", { movedTo: 3 }, ines, ["edit", "reject"]],
  [
    "nobody publishes what ties with another policy",
    { objections: ["Also bound by Other."] },
    ines,
    ["edit", "reject"],
  ],
  ["a proposal to retire is decided on and not edited", { kind: "retirement" }, ines, ["approve", "reject"]],
  ["nobody retires what is retired", { kind: "retirement", isRetired: true }, ines, ["reject"]],
  ["a retired policy comes back by a version", { isRetired: true }, ines, ["edit", "approve", "reject"]],
  ["a reviewer decides on no policy", {}, { personId: "x", roles: ["reviewer"] }, ["edit"]],
  ["an administrator decides on no policy", {}, { personId: "x", roles: ["admin", "operator", "viewer"] }, []],
] as const)("%s", (_name, what, who, expected) => {
  expect(may(what as Partial<DraftFacts>, who)).toEqual(expected);
});

test("whoever wrote in it never publishes it, and what is over stays over", () => {
  const some = fc.record({
    state: fc.constantFrom(...policyDraftStates),
    problems: fc.nat(2),
    isUnchanged: fc.boolean(),
    movedTo: fc.constantFrom(null, 3),
    mine: fc.boolean(),
    held: fc.subarray([...roles]),
  });
  fc.assert(
    fc.property(some, ({ mine, held, ...rest }) => {
      const actor = { personId: mine ? "rosa" : "other", roles: held };
      const allowed = may(rest, actor);
      if (mine) expect(allowed).not.toContain("approve");
      if (["published", "withdrawn", "rejected"].includes(rest.state)) expect(allowed).toEqual([]);
      if (allowed.includes("approve")) expect([rest.state, held.includes("risk_officer")]).toEqual(["proposed", true]);
    }),
  );
});
