import { z } from "zod";
import { defineEvent, label } from "../event-definition";
import { count, plain, sentence } from "../sentence";

const n = z.int().nonnegative();
const run = { name: label, experiment: label };

/** Runs that one act reached: how many, the first of them, a digest over all their ids, and the filter when one chose them. */
const selection = { count: n, runs: z.array(label).max(100), digest: z.string(), filter: z.string().nullable() };

/** A comparison under its name; the digest is over its view and the contents of its runs. */
const comparison = { name: label, runs: n, digest: z.string() };

/** Files that were deleted, with the digests of what they were. */
export const deletedFiles = { name: label, count: n, files: z.array(z.tuple([label, z.string()])).max(100) };

/** Runs and predictions as they come in: one event per batch, none per record. */
export const experimentEvents = {
  "experiment.created": defineEvent("experiment", { name: label }, (p) => sentence`created the experiment ${p.name}`),
  "experiment.renamed": defineEvent(
    "experiment",
    { name: label, before: label },
    (p) => sentence`renamed the experiment ${p.before} to ${p.name}`,
  ),
  "experiment.deleted": defineEvent(
    "experiment",
    { name: label, runs: n },
    (p) => sentence`deleted the experiment ${p.name} with ${plain(count(p.runs, "run"))}`,
  ),
  "experiment.restored": defineEvent(
    "experiment",
    { name: label, runs: n },
    (p) => sentence`restored the experiment ${p.name} with ${plain(count(p.runs, "run"))}`,
  ),
  "run.logged": defineEvent(
    "run",
    { ...run, status: z.string() },
    (p) => sentence`logged run ${p.name}, which ended as ${plain(p.status)}`,
  ),
  "run.imported": defineEvent(
    "import",
    {
      source: label,
      experiments: z.array(label).max(100),
      imported: n,
      unchanged: n,
      failed: n,
      /** Id and content digest of each run that came in; left out of a batch of more than 100. `digest` is over the list. */
      runs: z.array(z.tuple([label, z.string()])).max(100),
      digest: z.string(),
    },
    (p) =>
      sentence`imported ${plain(count(p.imported, "run"))} (${plain(p.unchanged)} unchanged, ${plain(p.failed)} failed)`,
  ),
  "predictions.imported": defineEvent(
    "run",
    { ...run, rows: n, rowsDigest: z.string(), digest: z.string() },
    (p) => sentence`imported ${plain(count(p.rows, "prediction"))} of run ${p.name}`,
  ),
  "run.artifacts_deleted": defineEvent(
    "run",
    deletedFiles,
    (p) => sentence`deleted ${plain(count(p.count, "artifact"))} of run ${p.name}`,
  ),
  "artifacts.swept": defineEvent(
    "project",
    { objects: n },
    (p) => sentence`removed ${plain(count(p.objects, "stored object"))} that no file refers to`,
  ),
  "runs.tagged": defineEvent(
    "run_selection",
    { key: label, value: label, ...selection },
    (p) => sentence`tagged ${plain(count(p.count, "run"))} with ${p.key}`,
  ),
  "runs.archived": defineEvent(
    "run_selection",
    selection,
    (p) => sentence`archived ${plain(count(p.count, "run"))} at once`,
  ),
  "runs.restored": defineEvent(
    "run_selection",
    selection,
    (p) => sentence`restored ${plain(count(p.count, "run"))} at once`,
  ),
  "view.saved": defineEvent(
    "saved_view",
    { name: label, isDefault: z.boolean() },
    (p) => sentence`saved the team's view ${p.name}`,
  ),
  "view.deleted": defineEvent("saved_view", { name: label }, (p) => sentence`deleted the team's view ${p.name}`),
  "comparison.saved": defineEvent(
    "comparison",
    comparison,
    (p) => sentence`saved the comparison ${p.name} of ${plain(count(p.runs, "run"))}`,
  ),
  "comparison.changed": defineEvent(
    "comparison",
    { ...comparison, before: z.string() },
    (p) => sentence`saved another view of the comparison ${p.name}`,
  ),
  "comparison.renamed": defineEvent("comparison", { name: label, before: label }, (p) =>
    p.name === p.before
      ? sentence`changed the note of the comparison ${p.name}`
      : sentence`renamed the comparison ${p.before} to ${p.name}`,
  ),
  "comparison.deleted": defineEvent("comparison", { name: label }, (p) => sentence`deleted the comparison ${p.name}`),
  "run.archived": defineEvent("run", run, (p) => sentence`archived run ${p.name}`),
  "run.restored": defineEvent("run", run, (p) => sentence`restored run ${p.name}`),
} as const;
