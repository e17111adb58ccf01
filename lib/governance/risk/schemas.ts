import { z } from "zod";
import { prose } from "../prose";
import { assessmentBody, triggerKinds } from "./assessment";

const id = z.string().min(1);
const revision = z.number({ error: "Reload the page and try again" }).int().positive();
const seen = z.number({ error: "Reload the page and try again" }).int().nonnegative();

/** The whole assessment, and the revision and lock version it was read at; null when there was none to read. */
export const saveAssessmentInput = z.object({
  modelId: id,
  versionId: id.nullable().default(null),
  seen: z.object({ revision, lockVersion: seen }).nullable(),
  body: assessmentBody,
});
export type SaveAssessmentInput = z.input<typeof saveAssessmentInput>;

export const submitAssessmentInput = z.object({ assessmentId: id, revision, lockVersion: seen });
export type SubmitAssessmentInput = z.input<typeof submitAssessmentInput>;

export const sendBackAssessmentInput = z.object({
  assessmentId: id,
  revision,
  lockVersion: seen,
  reason: prose("The reason", 10, 4_000),
});
export type SendBackAssessmentInput = z.input<typeof sendBackAssessmentInput>;

/** A sign-off names the digest of the assessment that was on the screen. */
export const signOffAssessmentInput = z.object({
  assessmentId: id,
  revision,
  bodyDigest: z.string().regex(/^sha256:[0-9a-f]{64}$/, "Reload the page and read the assessment again"),
  /** The account that the page with the signature was drawn for. */
  signer: id.max(100).optional(),
});
export type SignOffAssessmentInput = z.input<typeof signOffAssessmentInput>;

export const requestReviewInput = z.object({
  assessmentId: id,
  trigger: z.enum(triggerKinds, { error: "Choose what happened" }),
  reason: prose("The reason", 10, 4_000),
});
export type RequestReviewInput = z.input<typeof requestReviewInput>;
