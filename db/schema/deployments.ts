import { sql } from "drizzle-orm";
import { bigint, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { ActorKind, PauseReason, RolloutKind, RolloutState, TargetAdapter } from "../enums";
import { id, moment, projectId } from "./columns";
import { environments } from "./governance";
import { models, modelVersions } from "./models";

/** What a serving system is asked to serve: whole state, so applying it twice changes nothing. */
export type DesiredState = {
  stableVersionId: string | null;
  candidateVersionId: string | null;
  stage: string | null;
  weight: number;
  mirrorPercent: number;
  match: string | null;
};
export type Hold = { reason: string; by: string; at: string; causeRolloutId: string };

/** A place where one model is served in one environment, e.g. income-eligibility on benefits-eu. */
export const targets = pgTable(
  "targets",
  {
    projectId: projectId(),
    id: id(),
    name: text().notNull(),
    modelId: text().notNull(),
    environment: text().notNull(),
    adapter: text().$type<TargetAdapter>().notNull(),
    stableVersionId: text(),
    stableSince: moment(),
    desired: jsonb().$type<DesiredState>().notNull(),
    desiredGeneration: bigint({ mode: "number" }).notNull().default(0),
    observed: jsonb().$type<DesiredState>(),
    observedGeneration: bigint({ mode: "number" }).notNull().default(0),
    observedAt: moment(),
    hold: jsonb().$type<Hold>(),
    leaseOwner: text(),
    leaseEpoch: bigint({ mode: "number" }).notNull().default(0),
    leaseUntil: moment(),
    createdAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.id] }),
    uniqueIndex("targets_name_key").on(t.projectId, t.name),
    foreignKey({ columns: [t.projectId, t.modelId], foreignColumns: [models.projectId, models.id] }),
    foreignKey({ columns: [t.projectId, t.environment], foreignColumns: [environments.projectId, environments.name] }),
  ],
);

export const rollouts = pgTable(
  "rollouts",
  {
    projectId: projectId(),
    id: id(),
    number: integer().notNull(),
    targetId: text().notNull(),
    kind: text().$type<RolloutKind>().notNull(),
    promotionId: text(),
    fromVersionId: text(),
    toVersionId: text().notNull(),
    planSnapshot: jsonb().$type<unknown>().notNull(),
    planDigest: text().notNull(),
    state: text().$type<RolloutState>().notNull(),
    stageIndex: integer().notNull().default(0),
    stageEnteredAt: moment().notNull(),
    /** Requests that the target reported since the stage was entered. */
    stageSamples: bigint({ mode: "number" }).notNull().default(0),
    pauseReason: text().$type<PauseReason>(),
    parentRolloutId: text(),
    startedBy: text(),
    createdAt: moment().notNull(),
    endedAt: moment(),
    lockVersion: integer().notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.id] }),
    uniqueIndex("rollouts_number_key").on(t.projectId, t.number),
    uniqueIndex("rollouts_one_running_key")
      .on(t.projectId, t.targetId)
      .where(sql`${t.state} NOT IN ('COMPLETED', 'ROLLED_BACK', 'CANCELLED', 'SUPERSEDED')`),
    index("rollouts_target_idx").on(t.projectId, t.targetId, t.createdAt.desc()),
    foreignKey({ columns: [t.projectId, t.targetId], foreignColumns: [targets.projectId, targets.id] }),
    foreignKey({ columns: [t.projectId, t.toVersionId], foreignColumns: [modelVersions.projectId, modelVersions.id] }),
  ],
);

export const rolloutEvents = pgTable(
  "rollout_events",
  {
    projectId: projectId(),
    rolloutId: text().notNull(),
    seq: integer().notNull(),
    fromState: text().$type<RolloutState>(),
    toState: text().$type<RolloutState>().notNull(),
    stageIndex: integer().notNull(),
    event: text().notNull(),
    actorKind: text().$type<ActorKind | "target">().notNull(),
    actorId: text(),
    actorName: text().notNull(),
    cause: text(),
    generation: bigint({ mode: "number" }),
    /** What served after this event: the desired state written with it. */
    desired: jsonb().$type<DesiredState>(),
    idempotencyKey: text().notNull(),
    at: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.rolloutId, t.seq] }),
    uniqueIndex("rollout_events_idempotency_key").on(t.projectId, t.rolloutId, t.idempotencyKey),
    foreignKey({ columns: [t.projectId, t.rolloutId], foreignColumns: [rollouts.projectId, rollouts.id] }),
  ],
);

/** What served on a target from when to when; answers "as of T" without replaying events. */
export const servingPeriods = pgTable(
  "serving_periods",
  {
    projectId: projectId(),
    targetId: text().notNull(),
    seq: integer().notNull(),
    desired: jsonb().$type<DesiredState>().notNull(),
    rolloutId: text(),
    startedAt: moment().notNull(),
    endedAt: moment(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.targetId, t.seq] }),
    index("serving_periods_time_idx").on(t.projectId, t.targetId, t.startedAt.desc()),
    foreignKey({ columns: [t.projectId, t.targetId], foreignColumns: [targets.projectId, targets.id] }),
  ],
);

/** A condition that takes a rollout back, and the person who answers for it. */
export const rollbackTriggers = pgTable(
  "rollback_triggers",
  {
    projectId: projectId(),
    rolloutId: text().notNull(),
    position: integer().notNull(),
    condition: text().notNull(),
    ownerUserId: text().notNull(),
    mode: text().$type<"auto" | "page_owner">().notNull(),
    armedFromStage: integer().notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.rolloutId, t.position] }),
    foreignKey({ columns: [t.projectId, t.rolloutId], foreignColumns: [rollouts.projectId, rollouts.id] }),
  ],
);

/** Outbox of what a target was told; for pull targets the record of each generation offered and acknowledged. */
export const targetCommands = pgTable(
  "target_commands",
  {
    projectId: projectId(),
    targetId: text().notNull(),
    generation: bigint({ mode: "number" }).notNull(),
    rolloutId: text(),
    payload: jsonb().$type<DesiredState>().notNull(),
    attempts: integer().notNull().default(0),
    nextAt: moment(),
    createdAt: moment().notNull(),
    acknowledgedAt: moment(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.targetId, t.generation] }),
    foreignKey({ columns: [t.projectId, t.targetId], foreignColumns: [targets.projectId, targets.id] }),
  ],
);

export type TargetRow = typeof targets.$inferSelect;
export type RolloutRow = typeof rollouts.$inferSelect;
export type RolloutEventRow = typeof rolloutEvents.$inferSelect;
