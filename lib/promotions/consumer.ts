import { z } from "zod";
import type { Signature } from "@/db/schema/experiments";
import { parseSignature } from "@/lib/experiments/signature";

const line = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `must have at most ${max} characters`)
    .refine((value) => value.isWellFormed(), "contains broken characters");
const longestSchema = 500_000;

/** A schema as people paste it: an MLflow signature, its sides as lists or as JSON text. */
const pinnedSchema = z
  .string()
  .max(longestSchema, "must have at most 500,000 characters")
  .transform((text, issue): Signature => {
    const { signature, problem } = parseSignature(text.trim() === "" ? null : text);
    if (signature) return signature;
    const message = problem?.replaceAll("model_signature", "The schema") ?? "must not be empty";
    issue.addIssue({ code: "custom", message });
    return z.NEVER;
  })
  .superRefine((signature, issue) => {
    for (const side of ["inputs", "outputs"] as const) {
      const names = signature[side].map((field) => field.name).filter((name) => name !== undefined);
      const twice = names.find((name, index) => names.indexOf(name) !== index);
      if (twice !== undefined)
        issue.addIssue({ code: "custom", message: `${side} name "${twice}" twice; name each field once` });
    }
  });

export const registerConsumerInput = z.object({
  modelId: z.string().min(1),
  name: line(120).pipe(z.string().min(1, "must not be empty")),
  description: line(1000).default(""),
  ownerUserId: z.string().min(1).nullable().default(null),
  schema: pinnedSchema,
  /** The registration that this one replaces: the same consumer with another schema. */
  replaces: z.string().min(1).nullable().default(null),
});
export type RegisterConsumerInput = z.input<typeof registerConsumerInput>;

export const retireConsumerInput = z.object({
  consumerId: z.string().min(1),
  reason: line(2000).pipe(z.string().min(1, "must not be empty")),
});
export type RetireConsumerInput = z.input<typeof retireConsumerInput>;
