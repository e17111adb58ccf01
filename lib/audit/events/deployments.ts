import { z } from "zod";
import { pauseReasons, rolloutKinds, rolloutStates, stageKinds, targetAdapters } from "@/db/enums";
import { defineEvent, label } from "../event-definition";
import { plain, sentence, words } from "../sentence";

const target = { target: label, environment: label };
const rollout = {
  number: z.int().positive(),
  ...target,
  model: label,
  fromVersion: z.int().positive().nullable(),
  toVersion: z.int().positive(),
};
type Rollout = { number: number; target: string; model: string; fromVersion: number | null; toVersion: number };
const name = (p: Rollout) => `R-${p.number} on ${p.target}`;
const move = (p: Rollout) => `${p.model} ${p.fromVersion ?? "nothing"} → ${p.toVersion}`;

const stage = { stage: z.int().nonnegative(), stageKind: z.enum(stageKinds), weight: z.number().min(0).max(100) };
const share = (p: { stageKind: string; weight: number }) =>
  p.stageKind === "ramp" || p.stageKind === "full" ? `${p.weight} %` : p.stageKind;
const state = { from: z.enum(rolloutStates), to: z.enum(rolloutStates) };
const generation = z.int().nonnegative();

/** Targets and rollouts, T1 to T17 of the rollout state machine. */
export const deploymentEvents = {
  "target.created": defineEvent(
    "target",
    { ...target, model: label, adapter: z.enum(targetAdapters) },
    (p) => sentence`created the ${p.adapter} target ${p.target} for ${p.model} in ${p.environment}`,
  ),
  "target.hold_released": defineEvent(
    "target",
    { ...target, causeRollout: z.int().nullable() },
    (p) => sentence`released the hold on ${p.target}`,
  ),
  "target.rolled_back_to": defineEvent(
    "target",
    { ...target, version: z.int().positive(), rollout: z.int().positive() },
    (p) => sentence`took ${p.target} back to version ${p.version} with rollout ${`R-${p.rollout}`}`,
  ),
  "rollout.created": defineEvent(
    "rollout",
    { ...rollout, kind: z.enum(rolloutKinds), promotion: z.int().nullable(), planDigest: z.string() },
    (p) => sentence`created rollout ${name(p)}: ${move(p)}`,
  ),
  "rollout.started": defineEvent(
    "rollout",
    { ...rollout, ...stage, generation },
    (p) => sentence`started rollout ${name(p)} at ${share(p)}: ${move(p)}`,
  ),
  "rollout.applied": defineEvent(
    "rollout",
    { ...rollout, ...stage, generation },
    (p) => sentence`reported that ${p.target} serves stage ${p.stage + 1} (${share(p)}) of rollout ${`R-${p.number}`}`,
  ),
  "rollout.gated": defineEvent(
    "rollout",
    { ...rollout, ...stage },
    (p) => sentence`stopped rollout ${name(p)} at the gate of stage ${p.stage + 1}`,
  ),
  "rollout.advanced": defineEvent(
    "rollout",
    { ...rollout, ...stage, fromStage: z.int().nonnegative(), fromWeight: z.number(), generation },
    (p) => sentence`advanced rollout ${name(p)} from ${`${p.fromWeight} %`} to ${share(p)}`,
  ),
  "rollout.paused": defineEvent(
    "rollout",
    { ...rollout, ...state, stage: z.int(), pauseReason: z.enum(pauseReasons) },
    (p) => sentence`paused rollout ${name(p)} (${plain(words(p.pauseReason))})`,
  ),
  "rollout.resumed": defineEvent(
    "rollout",
    { ...rollout, ...state, stage: z.int() },
    (p) => sentence`resumed rollout ${name(p)}`,
  ),
  "rollout.rollback_started": defineEvent(
    "rollout",
    { ...rollout, ...state, stage: z.int(), cause: label, trigger: label.nullable(), generation },
    (p) =>
      sentence`rolled back ${name(p)}: ${`${p.model} ${p.toVersion} → ${p.fromVersion ?? "nothing"}`} (${plain(p.cause)})`,
  ),
  "rollout.rolled_back": defineEvent(
    "rollout",
    { ...rollout, generation },
    (p) =>
      sentence`reported that ${p.target} serves ${p.fromVersion ? `${p.model} ${p.fromVersion}` : "nothing"} again; ${`R-${p.number}`} is rolled back`,
  ),
  "rollout.rollback_stalled": defineEvent(
    "rollout",
    { ...rollout, generation },
    (p) => sentence`found the rollback of ${name(p)} unconfirmed past its deadline`,
  ),
  "rollout.completed": defineEvent(
    "rollout",
    rollout,
    (p) => sentence`completed rollout ${name(p)}: ${`${p.model} ${p.toVersion}`} serves all traffic`,
  ),
  "rollout.cancelled": defineEvent(
    "rollout",
    { ...rollout, from: z.enum(rolloutStates) },
    (p) => sentence`cancelled rollout ${name(p)}`,
  ),
  "rollout.superseded": defineEvent(
    "rollout",
    { ...rollout, by: z.int().positive() },
    (p) => sentence`superseded rollout ${name(p)} with ${`R-${p.by}`}`,
  ),
  "rollout.command_refused": defineEvent(
    "rollout",
    { ...rollout, command: label, cause: label },
    (p) => sentence`was refused to ${plain(words(p.command))} rollout ${name(p)}: ${plain(p.cause)}`,
  ),
} as const;
