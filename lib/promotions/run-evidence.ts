import type { RunEvaluationRow, RunRow } from "@/db/schema";
import type { Signature, SignatureField } from "@/db/schema/experiments";
import type { SeedRun } from "@/lib/experiments/seed-runs-query";
import type { Evidence } from "@/lib/governance/gates/evidence";
import type {
  FieldEvidence,
  LineageEvidence,
  SeedEvidence,
  SignatureEvidence,
} from "@/lib/governance/gates/evidence-of-runs";

const byCode = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** A field of a signature with null for what it does not say. */
export const fieldEvidenceOf = ({ name, type, required, dtype, shape }: SignatureField): FieldEvidence => ({
  name: name ?? null,
  type,
  required: required ?? null,
  dtype: dtype ?? null,
  shape: shape ?? null,
});

const signatureOf = (signature: Signature | null | undefined): SignatureEvidence | null =>
  signature ? { inputs: signature.inputs.map(fieldEvidenceOf), outputs: signature.outputs.map(fieldEvidenceOf) } : null;

type Documents = Pick<RunEvaluationRow, "signature" | "signatureProblem"> | null;

/** What candidate and live version take and give, from the signatures of their runs. */
export const contractEvidenceOf = (candidate: Documents, live: Documents): NonNullable<Evidence["contract"]> => ({
  candidate: signatureOf(candidate?.signature),
  candidateProblem: candidate?.signatureProblem ?? null,
  live: signatureOf(live?.signature),
});

/** Tags with this prefix name what stands behind the data: `source.crm.accounts` = "2026-10-31". */
const sourcePrefix = "source.";

/** Where a run came from: its code, snapshots, features, label, and the sources that its tags name. */
export function lineageEvidenceOf(run: RunRow): LineageEvidence {
  const { code, dataset } = run.axisDetails;
  return {
    code: { commit: run.codeCommit, repository: code?.repository ?? null, entryPoint: code?.entryPoint ?? null },
    trainingData: { digest: run.datasetSnapshot, name: dataset?.trainName ?? null },
    evaluationData: { digest: run.evalDatasetDigest, name: dataset?.evalName ?? null },
    featureDefinitions: run.featureDefinitions,
    label: dataset?.label ?? null,
    sources: Object.entries(run.tags)
      .filter(([key]) => key.startsWith(sourcePrefix) && key.length > sourcePrefix.length)
      .map(([key, version]) => ({ name: key.slice(sourcePrefix.length), version }))
      .sort((a, b) => byCode(a.name, b.name)),
  };
}

/** Runs of one recipe by seed, then by id. */
export function seedEvidenceOf(found: readonly SeedRun[]): SeedEvidence[] {
  return found
    .map(({ id, name, seed, startedAt, endedAt, metrics }) => ({
      runId: id,
      name,
      seed: seed !== null && Number.isSafeInteger(seed) ? seed : null,
      measuredAt: (endedAt ?? startedAt).toISOString(),
      metrics: Object.fromEntries(
        Object.entries(metrics)
          .filter((entry): entry is [string, number] => typeof entry[1] === "number" && Number.isFinite(entry[1]))
          .sort(([a], [b]) => byCode(a, b)),
      ),
    }))
    .sort((a, b) => (a.seed ?? Number.MAX_VALUE) - (b.seed ?? Number.MAX_VALUE) || byCode(a.runId, b.runId));
}
