import { expect, test } from "vitest";
import type { DesiredState } from "@/db/schema/deployments";
import { type RolloutPlan, rolloutPlanSchema } from "@/lib/promotions/rollout-plan";
import { desiredStable } from "./desired-state";
import {
  decide,
  isTerminal,
  type RolloutEvent,
  type RolloutFacts,
  type RolloutStatus,
  type Seen,
  type Verdict,
} from "./rollout";
import { next } from "./rollout-tick";

const plan: RolloutPlan = rolloutPlanSchema.parse({
  stages: [
    { kind: "ramp", weight: 10, soakMinutes: 1 },
    { kind: "ramp", weight: 50, soakMinutes: 1, gate: true },
    { kind: "full", weight: 100, soakMinutes: 1 },
  ],
  guardrails: [{ id: "errors", title: "Errors", metricSource: "m", comparison: "<=", limit: 1, minSamples: 1 }],
  triggers: [{ condition: "errors", ownerUserId: "o", mode: "auto" }],
});

/** A rollout, what its target was told (one command a generation), what the target applied, and a form somebody has open. */
type World = { status: RolloutStatus; commands: DesiredState[]; applied: number; form: Seen | null };
type Environment = { soaked: boolean; verdict: Verdict; baselineHealthy: boolean };
type Target = { ignoresOrder: boolean };

const environments: Environment[] = [
  { soaked: true, verdict: "PASS", baselineHealthy: true },
  { soaked: false, verdict: "PASS", baselineHealthy: true },
  { soaked: true, verdict: "NO_DATA", baselineHealthy: true },
  { soaked: true, verdict: "FAIL", baselineHealthy: true },
  { soaked: true, verdict: "FAIL", baselineHealthy: false },
];
const initial: World = {
  status: {
    state: "QUEUED",
    stageIndex: 0,
    pauseReason: null,
    lockVersion: 0,
    kind: "forward",
    fromVersionId: "v7",
    toVersionId: "v8",
    plan,
  },
  commands: [],
  applied: 0,
  form: null,
};

const served = (world: World): DesiredState => world.commands[world.applied - 1] ?? desiredStable("v7");
const asked = (world: World): DesiredState => world.commands.at(-1) ?? desiredStable("v7");
const factsOf = (world: World, { soaked, verdict, baselineHealthy }: Environment): RolloutFacts => ({
  now: soaked ? 1e9 : 1000,
  stageEnteredAt: 0,
  commandSent: world.commands.length > 0,
  acknowledged: world.applied === world.commands.length,
  targetHeld: false,
  otherRolloutRunning: false,
  samples: 100,
  verdicts: { errors: verdict },
  baselineHealthy,
});

/** Rules I3, I4, I7 and I13 of delivery section 5 and 9, and the soak of the last stage, on one accepted event. */
function broken(before: World, event: RolloutEvent, environment: Environment, after: World): string | null {
  const grows = asked(after).weight > asked(before).weight;
  const passed = environment.soaked && environment.verdict === "PASS";
  const { state } = before.status;
  if (event.type === "stage_pass" && !passed) return "a stage passed without soak or verdict";
  if (grows && !["start", "stage_pass", "gate_approve", "override_advance"].includes(event.type))
    return `${event.type} gave the candidate more traffic`;
  if (grows && environment.verdict === "FAIL" && event.type !== "start") return "traffic grew while a guardrail failed";
  if (grows && (state === "ROLLING_BACK" || state === "ROLLBACK_STALLED")) return "traffic grew during a rollback";
  if (event.type === "gate_approve" && state !== "GATED") return "a gate was approved that was not reached";
  if (
    "seen" in event &&
    (event.seen.stageIndex !== before.status.stageIndex || event.seen.lockVersion !== before.status.lockVersion)
  )
    return "somebody decided on what they did not see";
  if (after.status.state === "COMPLETED" && event.type !== "stage_pass" && event.type !== "gate_approve")
    return "completed without the full stage's soak";
  if (after.status.stageIndex > before.status.stageIndex + 1) return "a stage was skipped";
  return null;
}

function moves(world: World, target: Target): { event: RolloutEvent; environment: Environment }[] {
  const { form } = world;
  const onForm: RolloutEvent[] = form
    ? [
        { type: "stage_pass", seen: form },
        { type: "gate_approve", seen: form },
        { type: "resume", seen: form },
        { type: "override_advance", seen: form, secondPerson: true },
      ]
    : [];
  const always: RolloutEvent[] = [{ type: "start" }, { type: "pause" }, { type: "roll_back" }];
  // Two people attest only what they saw: the old version serves.
  if (served(world).weight === 0) always.push({ type: "attest", secondPerson: true });
  const acknowledged = target.ignoresOrder || world.applied === world.commands.length;
  const events = [
    ...always,
    ...onForm,
    ...(acknowledged && world.applied === world.commands.length ? [{ type: "acknowledge" } as const] : []),
  ];
  return environments.flatMap((environment) => {
    const due = next(world.status, { ...factsOf(world, environment), rollbackDeadlineMs: 1, advancesByItself: true });
    return [...events, ...(due ? [due] : [])].map((event) => ({ event, environment }));
  });
}

function explore(target: Target) {
  const seen = new Map<string, { world: World; to: Set<string> }>();
  const violations: string[] = [];
  // The lock version grows for ever; what matters is whether an open form still has it.
  const keyOf = ({ status: s, commands, applied, form }: World) =>
    [
      s.state,
      s.stageIndex,
      s.pauseReason,
      commands.map((c) => c.weight).join(","),
      applied,
      form && `${form.stageIndex}${form.lockVersion === s.lockVersion}`,
    ].join("|");
  const queue: World[] = [];
  const visit = (world: World): string => {
    const key = keyOf(world);
    if (!seen.has(key)) {
      seen.set(key, { world, to: new Set() });
      queue.push(world);
    }
    return key;
  };
  visit(initial);
  for (let world = queue.shift(); world; world = queue.shift()) {
    const to = seen.get(keyOf(world))?.to ?? new Set<string>();
    const link = (after: World) => to.add(visit(after));
    if (world.status.state === "ROLLED_BACK" && served(world).weight > 0)
      violations.push("rolled back while the target serves the candidate");
    // Commands may be lost, repeated and reordered: any one that was ever sent can arrive now, also after the end.
    for (let generation = 1; generation <= world.commands.length; generation += 1) {
      if (target.ignoresOrder ? generation !== world.applied : generation > world.applied)
        link({ ...world, applied: generation });
    }
    const { stageIndex, lockVersion } = world.status;
    link({ ...world, form: { stageIndex, lockVersion } });
    for (const { event, environment } of moves(world, target)) {
      const decided = decide(world.status, event, factsOf(world, environment));
      if (!decided.ok) continue;
      const status = {
        ...world.status,
        state: decided.to,
        stageIndex: decided.stageIndex,
        pauseReason: decided.pauseReason,
        lockVersion: lockVersion + 1,
      };
      const commands = decided.desired ? [...world.commands, decided.desired] : world.commands;
      // Who attests has also made sure that no older command reaches the target any more.
      const applied = event.type === "attest" ? commands.length : world.applied;
      const after = { ...world, status, commands, applied };
      const problem = broken(world, event, environment, after);
      if (problem) violations.push(`${problem}: ${event.type} while ${world.status.state}`);
      link(after);
    }
  }
  return { seen, violations };
}

/** States from which some path leads to a state that satisfies `goal`. */
function reaching(seen: ReturnType<typeof explore>["seen"], goal: (world: World) => boolean): Set<string> {
  const good = new Set([...seen].filter(([, { world }]) => goal(world)).map(([key]) => key));
  for (let grew = true; grew; ) {
    grew = false;
    for (const [key, { to }] of seen) {
      if (!good.has(key) && [...to].some((other) => good.has(other))) {
        good.add(key);
        grew = true;
      }
    }
  }
  return good;
}

test("every reachable state, with lost, repeated and reordered commands and stale forms, keeps the rules", () => {
  const { seen, violations } = explore({ ignoresOrder: false });
  expect(seen.size).toBeGreaterThan(200);
  expect([...new Set(violations)]).toEqual([]);
});

test("no state is stuck, and from every running one a rollback reaches its end", () => {
  const { seen } = explore({ ignoresOrder: false });
  const ends = reaching(seen, (world) => isTerminal(world.status.state));
  expect([...seen.keys()].filter((key) => !ends.has(key))).toEqual([]);
  const running = [...seen.values()].filter(({ world }) => !isTerminal(world.status.state));
  for (const { world } of running) {
    const { state } = world.status;
    for (const environment of environments) {
      const facts = factsOf(world, environment);
      const back = decide(world.status, { type: "roll_back" }, facts);
      const isGoingBack = state === "ROLLING_BACK" || state === "ROLLBACK_STALLED";
      expect(back.ok, `roll back while ${state}`).toBe(!isGoingBack);
      const to = back.ok ? back.to : state;
      if (to === "CANCELLED") continue;
      expect(decide({ ...world.status, state: to }, { type: "acknowledge" }, facts)).toMatchObject({
        to: "ROLLED_BACK",
        hold: true,
      });
    }
  }
});

test("a paused rollout keeps its guardrails armed; one that waits for a sick baseline is not paused again and again", () => {
  const paused: RolloutStatus = { ...initial.status, state: "PAUSED", pauseReason: "manual" };
  const world = { ...initial, status: paused, commands: [desiredStable("v8")], applied: 1 };
  const tick = (status: RolloutStatus, environment: Environment) =>
    next(status, { ...factsOf(world, environment), rollbackDeadlineMs: 1, advancesByItself: true })?.type ?? null;
  const fails = (baselineHealthy: boolean): Environment => ({ soaked: true, verdict: "FAIL", baselineHealthy });
  expect(tick(paused, fails(true))).toBe("guardrail_fail");
  expect(tick({ ...paused, pauseReason: "baseline_unhealthy" }, fails(false))).toBeNull();
  expect(tick({ ...paused, pauseReason: "baseline_unhealthy" }, fails(true))).toBe("guardrail_fail");
});

test("the search can fail: a target that applies commands out of order serves the candidate after the rollback", () => {
  expect(explore({ ignoresOrder: true }).violations.length).toBeGreaterThan(0);
});
