import { z } from "zod";
import {
  cardStatuses,
  ciCheckKinds,
  ciCheckStatuses,
  findingSeverities,
  findingStates,
  riskStatuses,
  riskTiers,
} from "@/db/enums";

const text = z.string();
const count = z.number().int().min(0);
const moment = z.iso.datetime({ offset: true });

/** What a pipeline reported about a commit or a version. */
export const checkEvidence = z.object({
  id: text,
  kind: z.enum(ciCheckKinds),
  name: text,
  status: z.enum(ciCheckStatuses),
  commit: text.nullable(),
  versionId: text.nullable(),
  url: text.nullable(),
  summary: text.nullable(),
  /** Tests that ran, and those of them that failed; null = the report does not say. */
  total: count.nullable(),
  failed: count.nullable(),
  reportedAt: moment,
});

/** The model card of the version, as it stands. */
export const cardEvidence = z.object({
  status: z.enum(cardStatuses),
  revision: count,
  /** The revision that was approved last; null = none ever was. */
  approvedRevision: count.nullable(),
  /** Share of the required sections that are written, 0..1. */
  completeness: z.number().min(0).max(1),
  missingSections: z.array(text),
  /** Figures in the text that no longer agree with the evidence. */
  staleFigures: count,
  updatedAt: moment,
});

/** The newest risk assessment that applies to the version. */
export const riskEvidence = z.object({
  status: z.enum(riskStatuses),
  revision: count,
  tier: z.enum(riskTiers),
  signedOffAt: moment.nullable(),
  validatorName: text.nullable(),
  /** Who signed it off, as a person, and whether they stand outside this promotion's conflict set; null = not on record. */
  validatorPersonId: text.nullable().default(null),
  validatorIsIndependent: z.boolean().nullable().default(null),
  reviewDueAt: moment.nullable(),
  /** Review triggers that have fired and are not settled. */
  openTriggers: count,
});

export const findingEvidence = z.object({
  id: text,
  title: text,
  severity: z.enum(findingSeverities),
  state: z.enum(findingStates),
  ownerName: text.nullable(),
  dueAt: moment.nullable(),
  /** Whoever raised it said that nothing may be promoted while it is open. */
  blocks: z.boolean(),
});

export type CheckEvidence = z.output<typeof checkEvidence>;
export type CardEvidence = z.output<typeof cardEvidence>;
export type RiskEvidence = z.output<typeof riskEvidence>;
export type FindingEvidence = z.output<typeof findingEvidence>;
