import { z } from "zod";
import { prose } from "@/lib/governance/prose";
import { rollbackPlanSchema } from "./rollback-plan";
import { rolloutPlanSchema } from "./rollout-plan";

export const maxReasonLength = 4000;
export const maxCommentLength = 10_000;

export const maxAttached = 10;

const comparisonId = z.string({ error: "Choose a comparison" }).min(1, "Choose a comparison").max(64);
const number = z.coerce.number({ error: "The promotion's number is missing" }).int().positive();
const digest = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/, "The digest that was shown is missing; reload the page and decide again");
/** The account that the page with the signature was drawn for. */
const signer = z.string().min(1).max(100).optional();
const reason = prose("The reason", 10, maxReasonLength);

/** What is asked: this version, to this target (which says the environment), for this reason, with these plans. */
export const requestPromotionInput = z.object({
  versionId: z.string().min(1, "Choose a version"),
  targetId: z.string().min(1, "Choose where it goes"),
  reason,
  rolloutPlan: rolloutPlanSchema,
  rollbackPlan: rollbackPlanSchema,
  /** Saved comparisons that the request points to; part of what approvers sign. */
  comparisonIds: z
    .array(comparisonId)
    .max(maxAttached, `A request can point to at most ${maxAttached} comparisons`)
    .default([]),
});
export type RequestPromotionInput = z.input<typeof requestPromotionInput>;

export const evaluatePromotionInput = z.object({ number });

/** A decision names the subject digest that was on the screen when it was taken. */
export const approvePromotionInput = z.object({
  number,
  subjectDigest: digest,
  signer,
  comment: prose("The comment", 0, maxReasonLength).default(""),
  /** For whom, when it is not in one's own name. */
  delegationId: z.string().min(1).nullable().default(null),
  /** The answer of the person's authenticator to the challenge of this decision. */
  passkey: z
    .object({ challengeId: z.string().min(1), response: z.looseObject({ id: z.string().max(2000) }) })
    .nullable()
    .default(null),
});

export const attachComparisonInput = z.object({ number, comparisonId });

export const signWithPasskeyInput = z.object({ number, subjectDigest: digest });

/** A gate of a promotion that the version may go by for a time, on somebody's responsibility. */
export const waiveGateInput = z.object({
  number,
  gateId: z.string({ error: "Choose a gate" }).min(1, "Choose a gate").max(80),
  ownerUserId: z.string({ error: "Choose who answers for it" }).min(1, "Choose who answers for it"),
  compensatingControl: prose("The compensating control", 10, maxReasonLength),
  reason,
  days: z.coerce
    .number({ error: "Say for how many days" })
    .int("Say it in whole days")
    .min(1, "A waiver holds for at least 1 day"),
});

export const revokeWaiverInput = z.object({ waiverId: z.string().min(1), reason });

export const breakGlassInput = z.object({
  number,
  subjectDigest: digest,
  signer,
  reason: prose("The reason", 20, maxReasonLength),
  incident: prose("The incident", 2, 200),
});

export const reviewEmergencyInput = z.object({
  number,
  verdict: z.enum(["upheld", "objected"], { error: "Say whether you uphold it or object" }),
  comment: reason,
});

export const askForReviewInput = z.object({
  number,
  userId: z.string({ error: "Choose whom to ask" }).min(1, "Choose whom to ask"),
});

const moment = (label: string) => z.coerce.date({ error: `${label} is not a date` });

export const createDelegationInput = z.object({
  role: z.enum(["reviewer", "risk_officer"], { error: "Choose the role you hand over" }),
  delegateUserId: z.string({ error: "Choose a colleague" }).min(1, "Choose a colleague"),
  startsAt: moment("The start").optional(),
  endsAt: moment("The end"),
  reason,
});

export const revokeDelegationInput = z.object({ delegationId: z.string().min(1) });

export const objectToPromotionInput = z.object({
  number,
  subjectDigest: digest,
  comment: reason,
});

export const clearDecisionInput = z.object({
  number,
  decisionId: z.string().min(1),
  reason,
});

export const withdrawPromotionInput = z.object({ number, reason });

export const commentInput = z.object({
  number,
  anchor: z.string().max(300).nullable().default(null),
  /** The thread it answers; null starts one. */
  threadId: z.string().min(1).nullable().default(null),
  /** User ids chosen for names that several people share. */
  mentions: z.array(z.string().min(1)).max(50).default([]),
  body: prose("The comment", 1, maxCommentLength),
});

export const editCommentInput = z.object({
  number,
  commentId: z.string().min(1),
  seenRevision: z.number().int().positive(),
  mentions: z.array(z.string().min(1)).max(50).default([]),
  body: prose("The comment", 1, maxCommentLength),
});
export type EditCommentInput = z.input<typeof editCommentInput>;

export const resolveThreadInput = z.object({ number, threadId: z.string().min(1), resolved: z.boolean() });
export type ResolveThreadInput = z.input<typeof resolveThreadInput>;

export type ApprovePromotionInput = z.input<typeof approvePromotionInput>;
export type ObjectToPromotionInput = z.input<typeof objectToPromotionInput>;
export type ClearDecisionInput = z.input<typeof clearDecisionInput>;
export type WithdrawPromotionInput = z.input<typeof withdrawPromotionInput>;
export type AttachComparisonInput = z.input<typeof attachComparisonInput>;
export type CommentInput = z.input<typeof commentInput>;
export type EvaluatePromotionInput = z.input<typeof evaluatePromotionInput>;
export type WaiveGateInput = z.input<typeof waiveGateInput>;
export type RevokeWaiverInput = z.input<typeof revokeWaiverInput>;
export type BreakGlassInput = z.input<typeof breakGlassInput>;
export type ReviewEmergencyInput = z.input<typeof reviewEmergencyInput>;
export type CreateDelegationInput = z.input<typeof createDelegationInput>;
export type RevokeDelegationInput = z.input<typeof revokeDelegationInput>;
export type AskForReviewInput = z.input<typeof askForReviewInput>;
export type SignWithPasskeyInput = z.input<typeof signWithPasskeyInput>;
