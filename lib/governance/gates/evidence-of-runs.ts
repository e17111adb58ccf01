import { z } from "zod";

const text = z.string();
const moment = z.iso.datetime({ offset: true });

/** One field of a signature. `name` is null where the signature goes by position, `required` where it does not say. */
export const fieldEvidence = z.object({
  name: text.nullable(),
  type: text,
  required: z.boolean().nullable(),
  dtype: text.nullable(),
  /** Dimensions of a tensor, -1 = any size. */
  shape: z.array(z.number()).nullable(),
});

const signature = z.object({ inputs: z.array(fieldEvidence), outputs: z.array(fieldEvidence) });

/** What candidate and live version take and give. */
export const contractEvidence = z.object({
  candidate: signature.nullable(),
  /** Why the candidate's signature is not on record although the producer sent one. */
  candidateProblem: text.nullable(),
  live: signature.nullable(),
});

/** A registered consumer with the schema it was built against. */
export const consumerEvidence = z.object({
  id: text,
  name: text,
  ownerName: text.nullable(),
  sends: z.array(fieldEvidence),
  expects: z.array(fieldEvidence),
  registeredAt: moment,
});

/** Where the candidate came from. Null = not on record. */
export const lineageEvidence = z.object({
  code: z.object({ commit: text.nullable(), repository: text.nullable(), entryPoint: text.nullable() }),
  trainingData: z.object({ digest: text.nullable(), name: text.nullable() }),
  evaluationData: z.object({ digest: text.nullable(), name: text.nullable() }),
  featureDefinitions: text.nullable(),
  label: text.nullable(),
  /** Tables and events behind the data, as the producer tagged them. */
  sources: z.array(z.object({ name: text, version: text })),
});

/** One run of the candidate's recipe with its own seed. */
export const seedEvidence = z.object({
  runId: text,
  name: text,
  seed: z.number().int().nullable(),
  measuredAt: moment,
  metrics: z.record(text, z.number()),
});

export const importanceEvidence = z.object({ feature: text, mean: z.number() });

export type FieldEvidence = z.output<typeof fieldEvidence>;
export type SignatureEvidence = z.output<typeof signature>;
export type ConsumerEvidence = z.output<typeof consumerEvidence>;
export type LineageEvidence = z.output<typeof lineageEvidence>;
export type SeedEvidence = z.output<typeof seedEvidence>;
