import { z } from "zod";
import { riskTiers } from "@/db/enums";
import { maxSourceLength } from "../editor/policy-yaml";
import { prose } from "../prose";

const number = z.coerce.number({ error: "The draft's number is missing" }).int().positive();
const lockVersion = z.number().int().min(0);
const digest = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/, "The digest that was shown is missing; reload the page and decide again");

const maxReasonLength = 4000;

/** The text of a draft, right or wrong: a draft may be kept half done, but not without bounds. */
export const sourceSchema = z
  .string({ error: "The text is missing" })
  .max(
    maxSourceLength,
    `The text is too long: a policy may have ${maxSourceLength.toLocaleString("en-US")} characters. Nothing was changed`,
  )
  .transform((text) => text.toWellFormed().replaceAll("\u0000", "").replaceAll("\r\n", "\n"));

/** What a draft starts from: the live version of a policy, another draft's text, a shipped preset, or a text of one's own. */
export const startDraftInput = z.discriminatedUnion("from", [
  z.object({ from: z.literal("policy"), policy: z.string().min(1, "Choose a policy") }),
  z.object({ from: z.literal("draft"), number }),
  z.object({
    from: z.literal("preset"),
    tier: z.enum(riskTiers, { error: "Choose low, medium or high" }),
    name: z.string().trim().min(1, "Give the policy a name").max(120, "A name may have 120 characters"),
  }),
  z.object({ from: z.literal("source"), source: sourceSchema }),
]);

export const saveDraftInput = z.object({ number, lockVersion, source: sourceSchema });
export const proposeDraftInput = z.object({ number, lockVersion, reason: prose("The reason", 10, maxReasonLength) });
export const proposeRetirementInput = z.object({
  policy: z.string({ error: "Choose a policy" }).min(1, "Choose a policy").max(120),
  version: z.number({ error: "The version that was shown is missing" }).int().positive(),
  reason: prose("The reason", 10, maxReasonLength),
});
export const withdrawDraftInput = z.object({ number, reason: prose("The reason", 3, maxReasonLength) });
export const publishPolicyInput = z.object({
  number,
  subjectDigest: digest,
  /** The account that the page with the signature was drawn for. */
  signer: z.string().min(1).max(100).optional(),
  comment: prose("The comment", 0, maxReasonLength),
});
export const rejectPolicyInput = z.object({
  number,
  subjectDigest: digest,
  reason: prose("The reason", 10, maxReasonLength),
});

export type StartDraftInput = z.input<typeof startDraftInput>;
export type SaveDraftInput = z.input<typeof saveDraftInput>;
export type ProposeDraftInput = z.input<typeof proposeDraftInput>;
export type ProposeRetirementInput = z.input<typeof proposeRetirementInput>;
export type WithdrawDraftInput = z.input<typeof withdrawDraftInput>;
export type PublishPolicyInput = z.input<typeof publishPolicyInput>;
export type RejectPolicyInput = z.input<typeof rejectPolicyInput>;
