import { z } from "zod";
import { decisionKinds, gateOutcomes, promotionStates, roles } from "@/db/enums";
import { defineEvent, label, personal } from "../event-definition";
import { count, plain, sentence, words } from "../sentence";

const promotion = { number: z.int().positive(), model: label, version: z.int().positive(), environment: label };
type Promotion = { number: number; model: string; version: number; environment: string };
const name = (p: Promotion) => `P-${p.number}`;
const full = (p: Promotion) => `P-${p.number}, ${p.model} ${p.version} to ${p.environment}`;

/** Who decided, in which role; `signatureDigest` is the digest of the signature record, so that it can be attached. */
const decision = {
  ...promotion,
  decisionId: z.string(),
  role: z.enum(roles),
  group: label,
  signatureDigest: z.string(),
};
const digest = z.string().nullable();
const ended = { ...promotion, from: z.enum(promotionStates) };

const thread = { ...promotion, threadId: z.string(), anchor: label.nullable() };
const about = ({ anchor }: { anchor: string | null }) => (anchor ? plain(` about ${anchor}`) : null);

/** A promotion from request to execution. objectDigest is the subject digest wherever there is one. */
export const promotionEvents = {
  "promotion.requested": defineEvent(
    "promotion",
    {
      ...promotion,
      versionId: z.string(),
      target: label,
      policy: label,
      policyVersion: z.int(),
      rolloutPlanDigest: z.string(),
      rollbackPlanDigest: z.string(),
      /** Names of the comparisons attached to it. */
      comparisons: z.array(label).optional(),
    },
    (p) => sentence`requested promotion ${full(p)}`,
  ),
  "promotion.evaluated": defineEvent(
    "promotion",
    {
      ...promotion,
      evaluation: z.int().positive(),
      evidenceDigest: z.string(),
      resultsDigest: z.string(),
      outcomes: z.partialRecord(z.enum(gateOutcomes), z.int().nonnegative()),
      failing: z.array(label),
      state: z.enum(promotionStates),
    },
    (p) =>
      sentence`evaluated the gates of promotion ${name(p)}: ${plain(p.failing.length ? `${p.failing.join(", ")} stand in the way` : "none stands in the way")}`,
  ),
  "promotion.approved": defineEvent(
    "promotion",
    {
      ...decision,
      approvals: z.int(),
      required: z.int(),
      delegationId: z.string().optional(),
      assertionDigest: z.string().optional(),
    },
    (p) =>
      sentence`approved promotion ${full(p)} as ${plain(words(p.role))}${plain(p.delegationId ? " for a colleague" : "")}${plain(p.assertionDigest ? ", signed with a passkey" : "")} (${plain(p.approvals)} of ${plain(p.required)})`,
  ),
  "promotion.rejected": defineEvent(
    "promotion",
    decision,
    (p) => sentence`rejected promotion ${full(p)} as ${plain(words(p.role))}`,
  ),
  "promotion.changes_requested": defineEvent(
    "promotion",
    decision,
    (p) => sentence`requested changes to promotion ${full(p)} as ${plain(words(p.role))}`,
  ),
  "promotion.comparison_attached": defineEvent(
    "promotion",
    { ...promotion, comparisonId: z.string(), comparison: label },
    (p) => sentence`attached the comparison ${p.comparison} to promotion ${name(p)}`,
  ),
  "promotion.comparison_detached": defineEvent(
    "promotion",
    { ...promotion, comparisonId: z.string(), comparison: label },
    (p) => sentence`took the comparison ${p.comparison} off promotion ${name(p)}`,
  ),
  "promotion.decision_cleared": defineEvent(
    "promotion",
    { ...promotion, decisionId: z.string(), kind: z.enum(decisionKinds) },
    (p) => sentence`cleared their own ${plain(words(p.kind))} decision on promotion ${name(p)}`,
  ),
  "promotion.decision_overridden": defineEvent(
    "promotion",
    { ...promotion, decisionId: z.string(), kind: z.enum(decisionKinds), decider: personal },
    (p) => sentence`overrode the ${plain(words(p.kind))} decision of ${p.decider} on promotion ${name(p)}`,
    ["decider"],
  ),
  "promotion.decision_refused": defineEvent(
    "promotion",
    { ...promotion, kind: z.enum(decisionKinds), cause: label },
    (p) => sentence`was refused to ${plain(words(p.kind))} promotion ${name(p)}: ${plain(p.cause)}`,
  ),
  "promotion.became_stale": defineEvent(
    "promotion",
    { ...promotion, from: digest, to: digest, changed: z.array(label), decisions: z.int().nonnegative() },
    (p) =>
      sentence`voided ${plain(count(p.decisions, "decision"))} on promotion ${name(p)}: ${plain(p.changed.join(", "))} changed`,
  ),
  "promotion.fully_approved": defineEvent(
    "promotion",
    { ...promotion, approvals: z.int(), executableFrom: z.iso.datetime().nullable() },
    (p) =>
      sentence`completed the quorum with ${plain(count(p.approvals, "approval"))}: promotion ${full(p)} is approved`,
  ),
  "promotion.withdrawn": defineEvent("promotion", ended, (p) => sentence`withdrew promotion ${full(p)}`),
  "promotion.reminded": defineEvent(
    "promotion",
    { ...promotion, step: z.enum(["due_soon", "overdue"]), waitsFor: label, dueAt: z.iso.datetime() },
    (p) =>
      sentence`reminded that promotion ${full(p)} ${plain(p.step === "overdue" ? "is overdue" : "is due soon")}: ${plain(p.waitsFor)}`,
  ),
  "promotion.escalated": defineEvent(
    "promotion",
    { ...promotion, waitsFor: label, dueAt: z.iso.datetime() },
    (p) => sentence`escalated promotion ${full(p)}, overdue for long: ${plain(p.waitsFor)}`,
  ),
  "promotion.expired": defineEvent("promotion", ended, (p) => sentence`let promotion ${full(p)} expire`),
  "promotion.superseded": defineEvent(
    "promotion",
    { ...ended, by: z.int().positive() },
    (p) => sentence`superseded promotion ${full(p)} with ${`P-${p.by}`}`,
  ),
  "promotion.executed": defineEvent(
    "promotion",
    { ...promotion, rolloutId: z.string(), rollout: z.int().positive() },
    (p) => sentence`carried out promotion ${full(p)} as rollout ${`R-${p.rollout}`}`,
  ),
  "promotion.execution_refused": defineEvent(
    "promotion",
    { ...promotion, cause: label },
    (p) => sentence`refused to carry out promotion ${full(p)}: ${plain(p.cause)}`,
  ),
  "promotion.commented": defineEvent(
    "promotion",
    {
      ...promotion,
      commentId: z.string(),
      /** Events written before there were threads have neither. */
      threadId: z.string().optional(),
      mentions: z.array(z.string()).optional(),
      anchor: label.nullable(),
      comment: personal,
    },
    (p) => sentence`commented on promotion ${name(p)}${p.anchor ? plain(` about ${p.anchor}`) : null}`,
    ["comment"],
  ),
  "promotion.comment_edited": defineEvent(
    "promotion",
    {
      ...promotion,
      commentId: z.string(),
      revision: z.int().positive(),
      /** Whom the new text names and the earlier one did not. */
      mentions: z.array(z.string()),
      comment: personal,
    },
    (p) => sentence`edited their comment on promotion ${name(p)}`,
    ["comment"],
  ),
  "promotion.thread_resolved": defineEvent(
    "promotion",
    thread,
    (p) => sentence`resolved the thread${about(p)} on promotion ${name(p)}`,
  ),
  "promotion.thread_reopened": defineEvent(
    "promotion",
    thread,
    (p) => sentence`reopened the thread${about(p)} on promotion ${name(p)}`,
  ),
  "promotion.statements_exported": defineEvent(
    "promotion",
    { ...promotion, statements: z.int().positive(), fileDigest: z.string(), keyId: label },
    (p) => sentence`exported ${plain(count(p.statements, "signed statement"))} about promotion ${name(p)}`,
  ),
} as const;
