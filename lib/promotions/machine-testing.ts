import type { DecisionKind, DecisionState, PromotionState, Role } from "@/db/enums";
import { can } from "@/lib/auth/permissions";
import type { UserActor } from "@/lib/context";
import { type ApprovalRule, approvalRuleSchema } from "@/lib/governance/policy";
import { type Decision, type Standing, stateFactsOf, type Tally, tallyApprovals } from "./approval";
import {
  type ActorFacts,
  actorFacts,
  availability,
  type PromotionAction,
  type PromotionFacts,
} from "./available-actions";
import { delegatedTo } from "./conflict-set";
import type { Delegated } from "./delegation";
import { reviewHours, reviewReasons } from "./emergency";
import { type NextState, nextState, type PromotionEvent } from "./promotion-state";

export const start = new Date("2026-11-23T09:00:00Z");
export const minute = 60_000;
export const later = (minutes: number, from = start): Date => new Date(from.getTime() + minutes * minute);

export const highRule: ApprovalRule = approvalRuleSchema.parse({
  quorum: 2,
  requiredRoles: ["risk_officer"],
  distinctGroups: 2,
  reauthenticationMinutes: 5,
  coolingOffMinutes: 60,
});
export const mediumRule: ApprovalRule = approvalRuleSchema.parse({ quorum: 2, requiredRoles: ["risk_officer"] });
export const lowRule: ApprovalRule = approvalRuleSchema.parse({ quorum: 1 });

export const decision = (personId: string, more: Partial<Decision> = {}): Decision => ({
  id: `d-${personId}`,
  kind: "approve",
  state: "valid",
  personId,
  name: personId,
  role: "reviewer",
  groupName: "Validation",
  subjectDigest: "s1",
  decidedAt: later(10),
  authTime: later(9),
  ...more,
});

export const userActor = (personId: string, roles: readonly Role[], authTime = start): UserActor => ({
  kind: "user",
  userId: `user-${personId}`,
  personId,
  name: personId,
  email: `${personId}@example.test`,
  roles,
  groupName: "",
  isInstanceAdmin: false,
  sessionId: "s",
  authTime,
  authMethod: "password",
});

type Member = { roles: readonly Role[]; groupName: string; isActive: boolean };
type World = {
  state: PromotionState;
  verdict: "passed" | "blocked" | null;
  /** Stands for the digest of the subject as it is now, and the one evaluated last. */
  subject: number;
  evaluated: number | null;
  decisions: Decision[];
  now: number;
  expiresAt: number;
  executions: number;
  /** The waiver of the one gate that blocks, while its time runs. */
  waiver: { by: string; until: number } | null;
  emergency: { by: string; at: number; reviewer: string | null; alarmed: boolean } | null;
};

/** The shell that commands put around the pure rules, in memory: decide, then write what was decided. */
export class PromotionModel {
  readonly world: World = {
    state: "draft",
    verdict: null,
    subject: 1,
    evaluated: null,
    decisions: [],
    now: 0,
    expiresAt: 10_000,
    executions: 0,
    waiver: null,
    emergency: null,
  };
  /** Rosa's seat is Rafi's to use, and so is that of Jun, who contributed. */
  readonly delegations: readonly (Delegated & { delegate: string })[] = ["rosa", "jun"].map((name) => ({
    id: `to-rafi-from-${name}`,
    role: "reviewer",
    delegate: "rafi",
    delegator: { personId: name, name, groupName: "Validation" },
  }));
  readonly contributors: ReadonlySet<string> = new Set(["maya", "jun"]);
  readonly conflicts = new Map<string, readonly string[]>([
    ["maya", ["requested this promotion"]],
    ["jun", ["logged the training run"]],
  ]);
  readonly members = new Map<string, Member>([
    ["maya", { roles: ["data_scientist", "reviewer"], groupName: "Science", isActive: true }],
    ["jun", { roles: ["reviewer"], groupName: "Science", isActive: true }],
    ["rosa", { roles: ["reviewer"], groupName: "Validation", isActive: true }],
    ["rafi", { roles: ["reviewer"], groupName: "Validation", isActive: true }],
    ["ines", { roles: ["risk_officer"], groupName: "Risk", isActive: true }],
    ["otto", { roles: ["operator"], groupName: "Platform", isActive: true }],
  ]);

  constructor(readonly rule: ApprovalRule) {}

  at = (minutes: number): Date => later(minutes);
  digest = (subject: number): string => `s${subject}`;

  tally(): Tally {
    const standing = new Map<string, Standing>(
      [...this.members].map(([person, { roles, isActive }]) => [person, { roles, isActive }]),
    );
    return tallyApprovals({
      rule: this.rule,
      decisions: this.world.decisions,
      subjectDigest: this.digest(this.world.subject),
      conflicts: this.conflicts,
      contributors: this.contributors,
      standing,
      waivedBy: new Map(this.world.waiver ? [[this.world.waiver.by, this.world.waiver.by]] : []),
    });
  }

  /** What the gates say, with the waiver while it holds. */
  verdict(): "passed" | "blocked" | null {
    const { verdict, waiver, now } = this.world;
    return verdict === "blocked" && waiver !== null && waiver.until > now ? "passed" : verdict;
  }

  facts() {
    const { evaluated, subject, now, expiresAt } = this.world;
    return stateFactsOf({
      tally: this.tally(),
      verdict: this.verdict(),
      evaluatedDigest: evaluated === null ? null : this.digest(evaluated),
      subjectDigest: this.digest(subject),
      expiresAt: this.at(expiresAt),
      now: this.at(now),
    });
  }

  promotion(shown: number): PromotionFacts {
    return {
      state: this.world.state,
      facts: this.facts(),
      rule: this.rule,
      tally: this.tally(),
      requester: { personId: "maya", name: "Maya" },
      conflicts: this.conflicts,
      contributors: this.contributors,
      blockingGates: [],
      waivable: this.verdict() === "blocked" ? [{ gateId: "g", title: "G", outcome: "failed" }] : [],
      fixed: [],
      subjectDigest: this.digest(this.world.subject),
      shownDigest: this.digest(shown),
      now: this.at(this.world.now),
    };
  }

  actor(person: string, signedInMinutesAgo: number): ActorFacts {
    const member = this.members.get(person);
    const roles = member?.isActive ? member.roles : [];
    const facts = actorFacts(userActor(person, roles, this.at(this.world.now - signedInMinutesAgo)));
    return { ...facts, may: (permission) => can(userActor(person, roles), permission) };
  }

  apply(event: PromotionEvent): NextState {
    const result = nextState(this.world.state, event, this.facts());
    if (result.ok) this.world.state = result.state;
    return result;
  }

  /** Tries an action as the command does: ask, write the decision, move on. Returns whether it was accepted. */
  act(
    person: string,
    action: PromotionAction,
    shown: number,
    signedInMinutesAgo = 0,
    seatOf: string | null = null,
  ): boolean {
    const delegated =
      this.delegations.find((one) => one.delegate === person && one.delegator.personId === seatOf) ?? null;
    const actor = this.actor(person, signedInMinutesAgo);
    if (!availability(this.promotion(shown), actor, action, delegated).allowed) return false;
    const { world } = this;
    if (action === "approve" || action === "reject" || action === "request_changes")
      this.decide(person, action, signedInMinutesAgo, action === "approve" ? delegated : null);
    if (action === "waive") this.world.waiver = { by: person, until: this.world.now + 100 };
    if (action === "waive" || action === "attach") return this.judgeAnew();
    if (action === "break_glass") return this.breakGlass(person);
    if (action === "clear" || action === "override") {
      const mine = action === "clear";
      world.decisions = world.decisions.map((one) =>
        one.kind !== "approve" && (one.personId === person) === mine ? { ...one, state: "cleared" } : one,
      );
    }
    if (action === "execute") return this.execute();
    return this.apply(action === "override" ? "clear" : action === "comment" ? "evaluated" : action).ok;
  }

  /** The worker carries an approved promotion out; the unique execution row makes a second one impossible. */
  execute(): boolean {
    if (!this.apply("execute").ok) return false;
    this.world.executions += 1;
    return true;
  }

  private judgeAnew(): boolean {
    this.changeSubject();
    this.world.evaluated = this.world.subject;
    this.apply("evaluated");
    return true;
  }

  private breakGlass(person: string): boolean {
    if (!this.apply("break_glass").ok) return false;
    this.world.executions += 1;
    this.world.emergency = { by: person, at: this.world.now, reviewer: null, alarmed: false };
    return true;
  }

  /** Carrying it out failed; its transaction leaves nothing behind. */
  fail(): void {
    if (!this.apply("execution_failed").ok) return;
    this.world.executions -= 1;
    this.world.emergency = null;
  }

  review(person: string): boolean {
    const { emergency, now } = this.world;
    const use = emergency && {
      personId: emergency.by,
      usedBy: emergency.by,
      reviewedAt: emergency.reviewer === null ? null : this.at(now),
    };
    const actor = this.actor(person, 0);
    if (!emergency || !actor.may("promotion.review_emergency")) return false;
    if (reviewReasons(use, actor, this.conflicts).length > 0) return false;
    emergency.reviewer = person;
    return true;
  }

  /** What the worker does between steps: ends a waiver whose time is over, raises the alarm of a missed review. */
  tend(): void {
    const { waiver, emergency, now } = this.world;
    if (waiver && waiver.until <= now) {
      this.world.waiver = null;
      this.changeSubject();
    }
    if (emergency && emergency.reviewer === null && now >= emergency.at + reviewHours * 60) emergency.alarmed = true;
  }

  evaluate(verdict: "passed" | "blocked"): void {
    this.world.verdict = verdict;
    this.world.evaluated = this.world.subject;
    this.apply("evaluated");
  }

  changeSubject(): void {
    this.world.subject += 1;
    this.world.decisions = this.world.decisions.map((one) =>
      one.kind === "approve" && one.state === "valid" ? { ...one, state: "stale" as DecisionState } : one,
    );
    this.apply("subject_changed");
  }

  private decide(person: string, kind: DecisionKind, signedInMinutesAgo: number, delegated: Delegated | null): void {
    const { personId = null, name = "" } = delegated?.delegator ?? {};
    if (personId !== null) this.conflicts.set(personId, [delegatedTo(person)]);
    const member = this.members.get(person);
    const { world } = this;
    const role = member?.roles.find((one) => one === "risk_officer" || one === "reviewer") ?? "viewer";
    world.decisions = world.decisions.map((one) =>
      one.personId === person && one.state === "valid" ? { ...one, state: "cleared" } : one,
    );
    world.decisions.push(
      decision(person, {
        id: `d${world.decisions.length}`,
        kind,
        role,
        groupName: member?.groupName ?? "",
        subjectDigest: this.digest(world.subject),
        decidedAt: this.at(world.now),
        authTime: this.at(world.now - signedInMinutesAgo),
        onBehalfOf: personId === null ? null : { personId, name },
      }),
    );
  }
}
