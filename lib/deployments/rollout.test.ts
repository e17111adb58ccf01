import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type RolloutState, rolloutStates } from "@/db/enums";
import type { RolloutPlan } from "@/lib/promotions/rollout-plan";
import { desiredStable } from "./desired-state";
import { decide, isTerminal, type RolloutEvent, type RolloutFacts, type RolloutStatus } from "./rollout";
import { at, plan, soaked } from "./rollout-testing";

const seen = { stageIndex: 1, lockVersion: 7 };

describe("transition table", () => {
  const rows: [string, RolloutStatus, RolloutEvent, Partial<RolloutFacts>, RolloutState | null][] = [
    ["T1", at("DRAFT"), { type: "submit" }, {}, "AWAITING_APPROVAL"],
    ["T2", at("AWAITING_APPROVAL"), { type: "approve" }, {}, "QUEUED"],
    ["T3", at("QUEUED"), { type: "start" }, {}, "APPLYING"],
    ["T3 waits for another rollout", at("QUEUED"), { type: "start" }, { otherRolloutRunning: true }, null],
    ["T3 respects a hold", at("QUEUED"), { type: "start" }, { targetHeld: true }, null],
    ["T3 with the hold released", at("QUEUED"), { type: "start", releaseHold: true }, { targetHeld: true }, "APPLYING"],
    ["T4", at("APPLYING"), { type: "acknowledge" }, {}, "OBSERVING"],
    ["T5", at("APPLYING"), { type: "apply_timeout" }, {}, "PAUSED"],
    ["T5 not before the deadline", at("APPLYING"), { type: "apply_timeout" }, { now: 1000 }, null],
    ["T6", at("OBSERVING"), { type: "stage_pass", seen }, {}, "APPLYING"],
    [
      "T6 to a gate",
      at("OBSERVING", { stageIndex: 3 }),
      { type: "stage_pass", seen: { stageIndex: 3, lockVersion: 7 } },
      {},
      "GATED",
    ],
    [
      "T6 from the last stage",
      at("OBSERVING", { stageIndex: 4 }),
      { type: "stage_pass", seen: { stageIndex: 4, lockVersion: 7 } },
      {},
      "COMPLETED",
    ],
    ["T6 not while soaking", at("OBSERVING"), { type: "stage_pass", seen }, { now: 60_000 }, null],
    [
      "T6 not for another stage",
      at("OBSERVING"),
      { type: "stage_pass", seen: { stageIndex: 0, lockVersion: 7 } },
      {},
      null,
    ],
    [
      "T6 not for an old lock version",
      at("OBSERVING"),
      { type: "stage_pass", seen: { stageIndex: 1, lockVersion: 6 } },
      {},
      null,
    ],
    ["T7", at("GATED"), { type: "gate_approve", seen }, {}, "APPLYING"],
    ["T8", at("PAUSED"), { type: "guardrail_fail", guardrailId: "errors" }, {}, "ROLLING_BACK"],
    [
      "T8 with a sick baseline",
      at("OBSERVING"),
      { type: "guardrail_fail", guardrailId: "errors" },
      { baselineHealthy: false },
      "PAUSED",
    ],
    [
      "T8 never on a rollback",
      at("OBSERVING", { kind: "rollback" }),
      { type: "guardrail_fail", guardrailId: "errors" },
      {},
      null,
    ],
    ["T9", at("OBSERVING"), { type: "metrics_error" }, {}, "PAUSED"],
    ["T10", at("PAUSED"), { type: "resume", seen }, {}, "OBSERVING"],
    ["T10 before the acknowledgement", at("PAUSED"), { type: "resume", seen }, { acknowledged: false }, "APPLYING"],
    ["T11 alone", at("GATED"), { type: "override_advance", seen, secondPerson: false }, {}, null],
    ["T11", at("GATED"), { type: "override_advance", seen, secondPerson: true }, {}, "APPLYING"],
    ["T12", at("OBSERVING"), { type: "roll_back" }, {}, "ROLLING_BACK"],
    ["T12 before any command", at("QUEUED"), { type: "roll_back" }, { commandSent: false }, "CANCELLED"],
    ["T12 not twice", at("ROLLING_BACK"), { type: "roll_back" }, {}, null],
    ["T13", at("ROLLING_BACK"), { type: "acknowledge" }, {}, "ROLLED_BACK"],
    ["T14", at("ROLLING_BACK"), { type: "rollback_deadline" }, {}, "ROLLBACK_STALLED"],
    ["T15", at("ROLLBACK_STALLED"), { type: "acknowledge" }, {}, "ROLLED_BACK"],
    ["T15 attested alone", at("ROLLBACK_STALLED"), { type: "attest", secondPerson: false }, {}, null],
    ["T16", at("QUEUED"), { type: "supersede" }, {}, "SUPERSEDED"],
  ];
  test.each(rows)("%s", (_name, status, event, facts, expected) => {
    const result = decide(status, event, { ...soaked, ...facts });
    expect(result.ok ? result.to : null).toBe(expected);
  });

  test("a failing enforced guardrail or one without data holds the stage", () => {
    const guarded: RolloutPlan = {
      ...plan,
      guardrails: [
        {
          id: "errors",
          title: "Request errors",
          metricSource: "m",
          comparison: "<=",
          limit: 1,
          minSamples: 1,
          enforced: true,
        },
      ],
    };
    const status = at("OBSERVING", { plan: guarded });
    for (const verdict of [undefined, "NO_DATA", "INCONCLUSIVE", "ERROR", "FAIL"] as const) {
      const facts: RolloutFacts = {
        ...soaked,
        verdicts: verdict === undefined ? {} : { errors: verdict },
      };
      expect(decide(status, { type: "stage_pass", seen }, facts).ok).toBe(false);
    }
    expect(decide(status, { type: "stage_pass", seen }, { ...soaked, verdicts: { errors: "PASS" } }).ok).toBe(true);
  });

  test("a rollback puts everything back on what was stable at the start", () => {
    const result = decide(at("OBSERVING"), { type: "roll_back" }, soaked);
    expect(result.ok && result.desired).toEqual(desiredStable("v7"));
  });
});

const anyEvent: fc.Arbitrary<(s: RolloutStatus) => RolloutEvent> = fc.constantFrom<(s: RolloutStatus) => RolloutEvent>(
  () => ({ type: "start" }),
  () => ({ type: "acknowledge" }),
  () => ({ type: "apply_timeout" }),
  (s) => ({ type: "stage_pass", seen: s }),
  () => ({ type: "stage_pass", seen: { stageIndex: 0, lockVersion: 0 } }),
  (s) => ({ type: "gate_approve", seen: s }),
  () => ({ type: "pause" }),
  (s) => ({ type: "resume", seen: s }),
  (s) => ({ type: "override_advance", seen: s, secondPerson: true }),
  () => ({ type: "guardrail_fail", guardrailId: "errors" }),
  () => ({ type: "rollback_deadline" }),
);

/** Plays events; calls `look` with each accepted transition and the status before it. */
function play(
  events: ((s: RolloutStatus) => RolloutEvent)[],
  look: (before: RolloutStatus, event: RolloutEvent, after: RolloutStatus) => void,
) {
  let status = at("QUEUED", { stageIndex: 0, lockVersion: 0 });
  let sent = false;
  for (const make of events) {
    const event = make(status);
    const result = decide(status, event, { ...soaked, commandSent: sent });
    if (!result.ok) continue;
    const after = {
      ...status,
      state: result.to,
      stageIndex: result.stageIndex,
      pauseReason: result.pauseReason,
      lockVersion: status.lockVersion + 1,
    };
    look(status, event, after);
    sent ||= result.desired !== undefined;
    status = after;
  }
  return { status, sent };
}

describe("properties", () => {
  test("no sequence skips a stage, and a stage is entered only through the one before it", () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
        play(events, (before, _event, after) => {
          expect(after.stageIndex - before.stageIndex).toBeLessThanOrEqual(1);
          expect(after.stageIndex).toBeGreaterThanOrEqual(before.stageIndex);
        });
      }),
      { numRuns: 500 },
    );
  });

  test("a second click with what the first one saw is refused", () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
        const { status } = play(events, (before, event, after) => {
          if (!("seen" in event)) return;
          expect(decide(after, { ...event, seen: before }, soaked).ok).toBe(false);
        });
        expect(rolloutStates).toContain(status.state);
      }),
      { numRuns: 500 },
    );
  });

  test("rolling back wins from wherever a rollout is, and ends in rolled back or cancelled", () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
        const { status, sent } = play(events, () => {});
        const result = decide(status, { type: "roll_back" }, { ...soaked, commandSent: sent });
        if (isTerminal(status.state) || status.state === "ROLLING_BACK" || status.state === "ROLLBACK_STALLED") {
          expect(result.ok).toBe(false);
          return;
        }
        if (!result.ok) throw new Error(`no way back from ${status.state}`);
        expect(result.to).toBe(sent ? "ROLLING_BACK" : "CANCELLED");
        if (!sent) return;
        expect(decide({ ...status, state: result.to }, { type: "acknowledge" }, soaked)).toMatchObject({
          to: "ROLLED_BACK",
          hold: true,
        });
      }),
      { numRuns: 500 },
    );
  });

  test("only a completed rollout changes the stable version", () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
        let status = at("QUEUED", { stageIndex: 0, lockVersion: 0 });
        for (const make of events) {
          const result = decide(status, make(status), soaked);
          if (!result.ok) continue;
          expect(result.newStable !== undefined).toBe(result.to === "COMPLETED");
          status = {
            ...status,
            state: result.to,
            stageIndex: result.stageIndex,
            lockVersion: status.lockVersion + 1,
          };
        }
      }),
      { numRuns: 500 },
    );
  });

  test("terminal states accept nothing", () => {
    const all = [
      "submit",
      "approve",
      "start",
      "acknowledge",
      "apply_timeout",
      "pause",
      "roll_back",
      "rollback_deadline",
      "supersede",
    ] as const;
    for (const state of rolloutStates.filter(isTerminal)) {
      for (const type of all) expect(decide(at(state), { type }, soaked).ok, `${type} while ${state}`).toBe(false);
    }
  });
});
