import { z } from "zod";
import { axes, riskTiers } from "@/db/enums";
import { cardEvidence, checkEvidence, findingEvidence, riskEvidence } from "./evidence-of-people";
import {
  consumerEvidence,
  contractEvidence,
  importanceEvidence,
  lineageEvidence,
  seedEvidence,
} from "./evidence-of-runs";

/** JSON has no NaN or infinity: what is not a finite number is null in evidence, and null is never judged as passed. */
const figure = z.number().nullable();
const count = z.number().int().min(0);
const text = z.string();
const moment = z.iso.datetime({ offset: true });
const interval = z.tuple([z.number(), z.number()]).nullable();
const confusion = z.object({ tp: count, fp: count, fn: count, tn: count }).nullable();

const metric = z.object({
  key: text,
  value: figure,
  interval,
  /** Cases behind the figure: rows, positives, calls; null = not on record. */
  n: count.nullable(),
  /** Standard error, when known from more than the interval. */
  standardError: figure,
});

const slice = z.object({
  dimension: text,
  value: text,
  n: count,
  positives: count.nullable(),
  metrics: z.record(text, figure),
  confusion,
});

/** What is on record about one version: everything gates may read. */
export const versionEvidence = z.object({
  versionId: text,
  label: text,
  runId: text,
  /** When these figures were measured. */
  measuredAt: moment.nullable(),
  evaluationDigest: text.nullable(),
  axes: z.record(z.enum(axes), text.nullable()),
  metrics: z.array(metric),
  confusion,
  slices: z.array(slice),
  /** Fairness figures the producer sent, by attribute and measure; used where group counts are missing. */
  fairness: z.record(text, z.record(text, figure)),
  /** Share of the model's skill that rests on each input, as the producer measured it. */
  importances: z.array(importanceEvidence).default([]),
});

/** A comparison that the request points to: its view and the contents of its runs, null while one is still being logged. */
const comparisonEvidence = z.object({
  id: text,
  name: text,
  note: text,
  query: text,
  digest: text,
  runs: z.array(z.object({ id: text, name: text.nullable(), digest: text.nullable() })),
});

const cells = z.array(count).length(8);

/** Decisions of the live and the candidate version on the same rows, as counts (lib/stats/rate-comparison). */
export const pairedEvidence = z.object({
  rowsDigest: text,
  overall: cells,
  slices: z.array(z.object({ dimension: text, value: text, cells })),
  /** Paired differences of metrics that are not shares of rows, candidate - live, over all rows. */
  differences: z.array(z.object({ metric: text, difference: z.number(), standardError: z.number().min(0), n: count })),
});

export const evidenceSchema = z.object({
  format: z.literal("countersign.evidence/1"),
  /** The moment the evidence was gathered; ages and waivers are judged against it. */
  gatheredAt: moment,
  environment: text,
  riskTier: z.enum(riskTiers),
  candidate: versionEvidence,
  /** The version live in the environment; null = none is. */
  live: versionEvidence.nullable(),
  /** Null when row-level predictions of both on the same rows are not on record. */
  paired: pairedEvidence.nullable(),
  owner: z.object({ userId: text, name: text, isActive: z.boolean() }).nullable(),
  rollbackPlan: z
    .object({
      summary: text,
      /** What serves after the rollback: a version, or the target's own default. */
      returnsTo: text,
      ownerName: text.nullable(),
      minutes: z.number().positive().nullable(),
      triggers: z.array(z.object({ condition: text, ownerName: text.nullable() })),
    })
    .nullable(),
  waivers: z.array(z.object({ id: text, gateId: text, ownerName: text, compensatingControl: text, expiresAt: moment })),
  // Parts that documents stored before these kinds existed lack: null and [] mean that they were not gathered.
  contract: contractEvidence.nullable().default(null),
  /** Who calls the model and what they rely on; null = not gathered, [] = nobody is registered. */
  consumers: z.array(consumerEvidence).nullable().default(null),
  lineage: lineageEvidence.nullable().default(null),
  /** Finished runs of the candidate's recipe, one for each seed, its own among them. */
  seeds: z.array(seedEvidence).default([]),
  checks: z.array(checkEvidence).default([]),
  card: cardEvidence.nullable().default(null),
  risk: riskEvidence.nullable().default(null),
  /** Null = not gathered, [] = nobody found anything. */
  findings: z.array(findingEvidence).nullable().default(null),
  /** In the order of their ids. */
  comparisons: z.array(comparisonEvidence).default([]),
});

export type Evidence = z.output<typeof evidenceSchema>;
export type VersionEvidence = z.output<typeof versionEvidence>;
export type MetricEvidence = VersionEvidence["metrics"][number];
export type ComparisonEvidence = z.output<typeof comparisonEvidence>;
export type SliceEvidence = VersionEvidence["slices"][number];

/** A figure for the evidence document: NaN, infinities and undefined become null. */
export const evidenceFigure = (value: number | null | undefined): number | null =>
  typeof value === "number" && Number.isFinite(value) ? value : null;
