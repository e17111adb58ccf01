import fc from "fast-check";
import { expect, test } from "vitest";
import { promotionStates } from "@/db/enums";
import { approvalRuleSchema } from "@/lib/governance/policy";
import { promotionActions } from "./available-actions";
import { highRule, later, lowRule, mediumRule, PromotionModel } from "./machine-testing";
import { executionBlockers, isClosed, nextState, type PromotionEvent, transitions } from "./promotion-state";

const orderedRule = approvalRuleSchema.parse({
  quorum: 2,
  requiredRoles: ["reviewer", "risk_officer"],
  order: "as_listed",
});
const people = ["maya", "jun", "rosa", "rafi", "ines", "otto", "stranger"] as const;
type Step = (model: PromotionModel) => void;

const person = fc.constantFrom(...people, "rosa", "rosa", "ines", "ines", "ines");
const action = fc.oneof(
  { weight: 2, arbitrary: fc.constant("approve" as const) },
  { weight: 1, arbitrary: fc.constantFrom(...promotionActions) },
  { weight: 1, arbitrary: fc.constantFrom("waive" as const, "break_glass" as const) },
);
const clock = fc.constantFrom(
  "submit",
  "passed",
  "passed",
  "blocked",
  "change",
  "wait",
  "wait",
  "day",
  "review",
  "execute",
  "execute",
  "executed",
  "failed",
);

const act = fc
  .record({
    who: person,
    action,
    signedInMinutesAgo: fc.integer({ min: 0, max: 7 }),
    isStale: fc.integer({ min: 0, max: 5 }),
    seatOf: fc.constantFrom(null, null, "rosa", "jun"),
  })
  .map(
    ({ who, action, signedInMinutesAgo, isStale, seatOf }): Step =>
      (model) => {
        model.world.now += 1;
        model.act(
          who,
          action,
          isStale === 0 ? model.world.subject - 1 : model.world.subject,
          signedInMinutesAgo,
          seatOf,
        );
      },
  );
const tick = clock.map(
  (what): Step =>
    (model) => {
      if (what === "submit" || what === "executed") model.apply(what);
      if (what === "failed") model.fail();
      if ((what === "passed" || what === "blocked") && model.world.state === "evaluating") model.evaluate(what);
      if (what === "change") model.changeSubject();
      if (what === "wait") model.world.now += 61;
      if (what === "day") model.world.now += 25 * 60;
      if (what === "review") for (const who of ["maya", "otto", "ines", "rosa"]) model.review(who);
      if (what === "execute") model.execute();
    },
);
const leave = person.map(
  (who): Step =>
    (model) => {
      const member = model.members.get(who);
      if (!member) return;
      member.isActive = !member.isActive;
      model.apply("eligibility_lost");
    },
);
const step = fc.oneof({ weight: 12, arbitrary: act }, { weight: 5, arbitrary: tick }, { weight: 1, arbitrary: leave });

/** What holds of emergencies and waivers after every step; the sentence names the broken rule. */
function emergencyViolation({ world, contributors }: PromotionModel): string | null {
  const { emergency, waiver } = world;
  if (waiver && (contributors.has(waiver.by) || waiver.by !== "ines"))
    return "a gate was waived by somebody who may not";
  if (!emergency) return null;
  if (contributors.has(emergency.by)) return "a contributor broke the glass";
  if (emergency.reviewer === emergency.by) return "somebody reviewed their own emergency";
  if (emergency.reviewer !== null && contributors.has(emergency.reviewer)) return "a contributor reviewed an emergency";
  const isLate = world.now >= emergency.at + 24 * 60;
  return isLate && emergency.reviewer === null && !emergency.alarmed ? "an emergency went unreviewed silently" : null;
}

/** Rules that hold after every step; the sentence names the broken one. */
function violation(model: PromotionModel, before: { executions: number; wasClosed: boolean }): string | null {
  const { world, rule } = model;
  const { counted, objections } = model.tally();
  if (before.wasClosed && !isClosed(world.state)) return "something left a closed state";
  if (counted.some((approval) => model.conflicts.has(approval.personId) || approval.personId === "otto"))
    return "a contributor or an operator counts";
  if (counted.some((approval) => approval.subjectDigest !== model.digest(world.subject)))
    return "a stale approval counts";
  if (counted.some(({ onBehalfOf }) => onBehalfOf && model.contributors.has(onBehalfOf.personId)))
    return "an approval for a contributor counts";
  const seats = counted.flatMap(({ personId, onBehalfOf }) => [personId, ...(onBehalfOf ? [onBehalfOf.personId] : [])]);
  if (new Set(seats).size < seats.length) return "one person's say counts twice";
  if (world.executions > 1) return "executed twice";
  const emergency = emergencyViolation(model);
  if (emergency) return emergency;
  if (world.executions <= before.executions) return null;
  if (objections.length > 0) return "executed over an objection";
  if (world.evaluated !== world.subject) return "executed what was not evaluated";
  if (world.emergency) return null;
  if (new Set(counted.map((approval) => approval.personId)).size < rule.quorum) return "executed without quorum";
  if (rule.distinctGroups > 1 && new Set(counted.map((approval) => approval.groupName)).size < rule.distinctGroups)
    return "executed without enough groups";
  if (!rule.requiredRoles.every((role) => counted.some((approval) => approval.role === role)))
    return "executed without a required role";
  const firsts = rule.requiredRoles.map((role) => counted.findIndex((approval) => approval.role === role));
  if (rule.order === "as_listed" && firsts.some((place, index) => index > 0 && place < (firsts[index - 1] ?? 0)))
    return "executed out of order";
  if (model.verdict() !== "passed") return "executed what did not pass";
  if (world.waiver && counted.every((approval) => approval.personId === world.waiver?.by))
    return "executed on the word of who waived the gate alone";
  const needed = counted.map((approval) => approval.decidedAt.getTime()).sort((a, b) => a - b)[rule.quorum - 1] ?? 0;
  if (model.at(world.now).getTime() < needed + rule.coolingOffMinutes * 60_000)
    return "executed before the cooling-off time was over";
  return null;
}

const passed = (model: PromotionModel) => model.evaluate("passed");
/** What happened before the sequence: random steps alone seldom get to a delegate's say, a waiver or an emergency in time. */
const openings: readonly Step[] = [
  passed,
  (model) => {
    passed(model);
    model.act("rosa", "approve", 1);
  },
  (model) => {
    passed(model);
    for (const who of ["rosa", "ines"]) model.act(who, "approve", 1);
  },
  (model) => {
    passed(model);
    model.act("rafi", "approve", 1, 0, "rosa");
  },
  (model) => {
    passed(model);
    model.act("ines", "break_glass", 1);
  },
  (model) => {
    model.evaluate("blocked");
    model.act("ines", "waive", 1);
  },
];

test.each([
  ["low", lowRule],
  ["medium", mediumRule],
  ["high", highRule],
  ["ordered", orderedRule],
])(
  "no sequence of steps under the %s rule counts a contributor or their delegate, executes twice, stale or short of its quorum, revives what is closed, or leaves an emergency unreviewed in silence",
  (_tier, rule) => {
    const reached = { executions: 0, emergencies: 0, alarms: 0, reviews: 0, waived: 0, delegated: 0 };
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 50 }), fc.constantFrom(...openings), (steps, opening) => {
        const model = new PromotionModel(rule);
        model.apply("submit");
        opening(model);
        for (const run of steps) {
          const before = { executions: model.world.executions, wasClosed: isClosed(model.world.state) };
          run(model);
          model.tend();
          const broken = violation(model, before);
          if (broken) throw new Error(broken);
          const { emergency, waiver } = model.world;
          reached.alarms += emergency?.alarmed ? 1 : 0;
          reached.reviews += emergency?.reviewer ? 1 : 0;
          reached.waived += waiver ? 1 : 0;
          reached.delegated += model.tally().counted.some((one) => one.onBehalfOf) ? 1 : 0;
        }
        reached.executions += model.world.executions;
        reached.emergencies += model.world.emergency ? 1 : 0;
      }),
      { numRuns: Number(process.env.PROMOTION_SEQUENCES ?? 500) },
    );
    // The property is worth nothing if no sequence ever gets that far.
    expect(Math.min(...Object.values(reached)), JSON.stringify(reached)).toBeGreaterThan(2);
    expect(reached.executions).toBeGreaterThan(10);
  },
);

test("carried out once: after execution nothing moves it", () => {
  const model = new PromotionModel(lowRule);
  model.apply("submit");
  model.evaluate("passed");
  expect(model.act("rosa", "approve", 1)).toBe(true);
  expect(model.world.state).toBe("approved");
  expect(model.execute()).toBe(true);
  expect(model.execute()).toBe(false);
  model.apply("executed");
  for (const event of Object.keys(transitions) as PromotionEvent[]) expect(model.apply(event).ok).toBe(false);
  expect(model.world.executions).toBe(1);
});

test("an approval of the subject that was shown before it changed is refused", () => {
  const model = new PromotionModel(lowRule);
  model.apply("submit");
  model.evaluate("passed");
  model.changeSubject();
  model.evaluate("passed");
  expect(model.act("rosa", "approve", 1)).toBe(false);
  expect(model.act("rosa", "approve", 2)).toBe(true);
});

test("a change after approval voids it and needs new gates and new approvals", () => {
  const model = new PromotionModel(lowRule);
  model.apply("submit");
  model.evaluate("passed");
  model.act("rosa", "approve", 1);
  model.changeSubject();
  expect(model.world.state).toBe("evaluating");
  model.evaluate("passed");
  expect(model.world.state).toBe("awaiting_approval");
  expect(model.execute()).toBe(false);
  expect(model.tally().void[0]?.reason).toContain("earlier state");
});

test("a rejection outlives a change and blocks until its author or an override clears it", () => {
  const model = new PromotionModel(lowRule);
  model.apply("submit");
  model.evaluate("passed");
  expect(model.act("rafi", "reject", 1)).toBe(true);
  expect(model.world.state).toBe("rejected");
  model.changeSubject();
  model.evaluate("passed");
  expect(model.world.state).toBe("rejected");
  expect(model.act("rosa", "clear", 2)).toBe(false);
  expect(model.act("rosa", "override", 2)).toBe(false);
  expect(model.act("ines", "override", 2)).toBe(true);
  expect(model.world.state).toBe("awaiting_approval");
});

test("an approver who leaves takes the approval along, also after it was complete", () => {
  const model = new PromotionModel(lowRule);
  model.apply("submit");
  model.evaluate("passed");
  model.act("rosa", "approve", 1);
  model.members.set("rosa", { roles: [], groupName: "", isActive: false });
  expect(model.execute()).toBe(false);
  expect(model.apply("eligibility_lost")).toEqual({ ok: true, state: "awaiting_approval" });
});

const fine = {
  verdict: "passed",
  objection: null,
  quorumMet: true,
  subjectFresh: true,
  cooledOff: true,
  expired: false,
} as const;

test("the table: every event from every state either follows it or is refused with both states named", () => {
  for (const state of promotionStates) {
    for (const event of Object.keys(transitions) as PromotionEvent[]) {
      const from: readonly string[] = transitions[event].from;
      const result = nextState(state, event, { ...fine, expired: event === "expire" });
      if (from.includes(state)) expect(result.ok, `${event} from ${state}`).toBe(true);
      else expect(result).toMatchObject({ ok: false });
    }
  }
});

test.each([
  [{ subjectFresh: false }, "has changed since"],
  [{ verdict: "blocked" as const }, "gates do not pass"],
  [{ objection: "reject" as const }, "rejection is not cleared"],
  [{ quorumMet: false }, "not have enough valid approvals"],
  [{ cooledOff: false }, "cooling-off"],
  [{ expired: true }, "expired"],
])("execution is refused: %o", (facts, words) => {
  expect(executionBlockers({ ...fine, ...facts }).join(" ")).toContain(words);
  expect(nextState("approved", "execute", { ...fine, ...facts }).ok).toBe(false);
});

test("an expiry needs an expired promotion", () => {
  expect(nextState("approved", "expire", fine)).toMatchObject({ ok: false });
  expect(later(0).getTime()).toBe(Date.parse("2026-11-23T09:00:00Z"));
});
