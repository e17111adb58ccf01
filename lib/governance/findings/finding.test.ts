import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { findingSeverities, findingStates } from "@/db/enums";
import {
  aggravations,
  type FindingActor,
  findingTransitions,
  isBlocking,
  isOverdue,
  isUnsettled,
  moveFinding,
  weakeningRefusal,
  weakenings,
} from "./finding";

const facts = { ownerPersonId: "owner", mitigatedByPersonId: "fixer", handedOverBy: ["giver"] };
const actor = (personId: string, may: Partial<FindingActor> = {}): FindingActor => ({
  personId,
  mayEdit: true,
  mayClose: false,
  mayAccept: false,
  ...may,
});
const reviewer = actor("rosa", { mayClose: true });
const officer = actor("ines", { mayClose: true, mayAccept: true });

describe("moveFinding", () => {
  test.each([
    ["open", "mitigate", actor("owner"), "mitigated"],
    ["open", "mitigate", reviewer, "mitigated"],
    ["open", "mitigate", actor("other"), null],
    ["open", "close", reviewer, null],
    ["open", "accept", officer, "accepted"],
    ["open", "accept", reviewer, null],
    ["open", "accept", actor("owner", { mayAccept: true }), null],
    ["open", "reopen", reviewer, null],
    ["mitigated", "close", reviewer, "closed"],
    ["mitigated", "close", actor("other"), null],
    ["mitigated", "close", actor("owner", { mayClose: true }), null],
    ["mitigated", "close", actor("fixer", { mayClose: true }), null],
    ["mitigated", "close", actor("giver", { mayClose: true }), null],
    ["open", "accept", actor("giver", { mayAccept: true }), null],
    ["mitigated", "accept", officer, "accepted"],
    ["mitigated", "reopen", actor("other"), "open"],
    ["mitigated", "reopen", actor("vera", { mayEdit: false }), null],
    ["accepted", "reopen", actor("other"), "open"],
    ["accepted", "close", reviewer, null],
    ["closed", "reopen", actor("other"), "open"],
    ["closed", "mitigate", actor("owner"), null],
  ] as const)("%s, %s by %o leads to %s", (state, transition, by, to) => {
    const moved = moveFinding({ ...facts, state }, transition, by);
    expect(moved.ok ? moved.to : null).toBe(to);
  });

  it("never closes in the hand of its owner or of whoever mitigated it, whatever happened before", () => {
    const step = fc.record({
      transition: fc.constantFrom(...findingTransitions),
      who: fc.constantFrom("owner", "fixer", "other"),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        let now = {
          ...facts,
          state: "open" as (typeof findingStates)[number],
          mitigatedByPersonId: null as string | null,
        };
        for (const { transition, who } of steps) {
          const moved = moveFinding(now, transition, actor(who, { mayClose: true, mayAccept: true }));
          if (!moved.ok) continue;
          if (moved.to === "closed") {
            expect(who).not.toBe("owner");
            expect(who).not.toBe(now.mitigatedByPersonId);
            expect(now.state).toBe("mitigated");
          }
          now = {
            ...now,
            state: moved.to,
            mitigatedByPersonId: transition === "mitigate" ? who : now.mitigatedByPersonId,
          };
        }
      }),
    );
  });
});

describe("what holds promotions up", () => {
  const today = "2026-11-23";
  test.each([
    ["open", null, true],
    ["mitigated", null, true],
    ["closed", null, false],
    ["accepted", "2026-11-23", false],
    ["accepted", "2026-11-22", true],
  ] as const)("%s, accepted until %s", (state, acceptedUntil, held) => {
    expect(isUnsettled({ state, acceptedUntil }, today)).toBe(held);
    expect(isBlocking({ state, acceptedUntil, blocks: true }, today)).toBe(held);
    expect(isBlocking({ state, acceptedUntil, blocks: false }, today)).toBe(false);
    expect(isOverdue({ state, acceptedUntil, dueOn: "2026-11-22" }, today)).toBe(held);
    expect(isOverdue({ state, acceptedUntil, dueOn: today }, today)).toBe(false);
  });
});

describe("weakening a finding", () => {
  const from = { severity: "high", blocks: true, dueOn: "2026-12-01" } as const;

  it("is to lower the severity, to let promotions pass, or to move the date back", () => {
    expect(weakenings(from, { severity: "medium", blocks: false, dueOn: "2026-12-02" })).toHaveLength(3);
    expect(weakenings(from, { severity: "critical", blocks: true, dueOn: "2026-11-30" })).toEqual([]);
  });

  it("is not its owner's to do, nor of those who may not close", () => {
    const lower = weakenings(from, { ...from, severity: "low" });
    const open = { ...facts, state: "open" } as const;
    expect(weakeningRefusal(lower, open, actor("owner", { mayClose: true }))).toContain("owner");
    expect(weakeningRefusal(lower, open, actor("other"))).toContain("reviewer");
    expect(weakeningRefusal(lower, open, reviewer)).toBeNull();
    expect(weakeningRefusal([], open, actor("owner"))).toBeNull();
  });

  it("is the opposite of making it heavier, which is to raise the severity or to let it block", () => {
    const light = { severity: "medium", blocks: false, dueOn: "2026-12-01" } as const;
    expect(aggravations(light, from)).toEqual(["raises its severity", "makes it block promotions"]);
    expect(aggravations(light, { ...light, severity: "low", dueOn: "2026-11-01" })).toEqual([]);
    for (const severity of findingSeverities)
      expect(aggravations(from, { ...from, severity }).length * weakenings(from, { ...from, severity }).length).toBe(0);
  });

  it("knows every severity and state", () => {
    expect([findingSeverities.length, findingStates.length]).toEqual([4, 4]);
  });
});
