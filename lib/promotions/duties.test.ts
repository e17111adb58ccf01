import { expect, test } from "vitest";
import type { Role } from "@/db/enums";
import { type DutyPerson, mayDo, overlapSentence, staffingOf } from "./duties";
import { highRule, lowRule, mediumRule } from "./machine-testing";

const person = (name: string, roles: Role[], groupName: string): DutyPerson => ({
  personId: name,
  name,
  roles,
  groupName,
  did: { author: 0, requester: 0, approver: 0, deployer: 0, policy_editor: 0 },
});
const rosa = person("Rosa", ["reviewer"], "Validation");
const rafi = person("Rafi", ["reviewer"], "Validation");
const ines = person("Ines", ["risk_officer"], "Risk");
const nadia = person("Nadia", ["risk_officer"], "Risk");
const maya = person("Maya", ["data_scientist"], "Science");

test.each([
  ["nobody may approve", lowRule, [maya], false, /0 people may approve, 1 is needed/],
  ["no risk officer", mediumRule, [rosa, rafi], false, /Nobody is risk officer/],
  ["one risk officer", mediumRule, [rosa, rafi, ines], false, /Only Ines \(risk officer\) can give/],
  ["one group", highRule, [ines, nadia], false, /come from 1 group, 2 are needed/],
  ["just the quorum", lowRule, [rosa], false, /Exactly 1 may approve/],
  ["enough", highRule, [rosa, rafi, ines, nadia, maya], true, /4 may approve, 2 are needed/],
] as const)("staffing: %s", (_what, rule, people, enough, sentence) => {
  const found = staffingOf(rule, people);
  expect(found.enough).toBe(enough);
  expect(found.sentence).toMatch(sentence);
});

test("duties follow the matrix, and an overlap reads as a sentence", () => {
  expect([mayDo(maya, "author"), mayDo(maya, "approver"), mayDo(ines, "policy_editor")]).toEqual([true, false, true]);
  expect(overlapSentence({ number: 4, name: "Rosa", both: ["approver", "deployer"] })).toBe(
    "Rosa was approver and deployer of P-4.",
  );
});
