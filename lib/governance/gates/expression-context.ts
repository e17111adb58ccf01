import type { Evidence, VersionEvidence } from "./evidence";
import type { FieldEvidence, SignatureEvidence } from "./evidence-of-runs";

const day = 86_400_000;
/** Larger figures are no measurements; products of them would leave the numbers. */
const largest = 1e15;

/** What is not on record is left out, so that reading it is an error and never a guess. */
const onRecord = <T extends object>(parts: T): Partial<T> =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== null && value !== undefined)) as Partial<T>;
const whole = (value: number | null): bigint | null => (value === null ? null : BigInt(Math.trunc(value)));
const some = <T>(list: readonly T[]): readonly T[] | null => (list.length > 0 ? list : null);
/** Empty maps are left out like empty lists: a rule over nothing would hold without having looked at anything. */
const someOf = <T>(entries: Readonly<Record<string, T>>): Readonly<Record<string, T>> | null =>
  Object.keys(entries).length > 0 ? entries : null;
const isFigure = (value: number | null): value is number => value !== null && Math.abs(value) <= largest;
const figures = (entries: readonly (readonly [string, number | null])[]) =>
  someOf(Object.fromEntries(entries.filter(([, value]) => isFigure(value))));

const fieldOf = (field: FieldEvidence, index: number) => ({
  name: field.name ?? `#${index + 1}`,
  type: field.dtype ?? field.type,
  required: field.required !== false,
});

function slicesOf(version: VersionEvidence) {
  const slices = version.slices.map(({ dimension, value, n, positives, metrics }) =>
    onRecord({ dimension, value, n: whole(n), positives: whole(positives), metrics: figures(Object.entries(metrics)) }),
  );
  const byDimension = new Map<string, typeof slices>();
  for (const slice of slices) {
    const name = slice.dimension ?? "";
    const own = byDimension.get(name);
    if (own) own.push(slice);
    else byDimension.set(name, [slice]);
  }
  return { slices: some(slices), slices_by: someOf(Object.fromEntries(byDimension)) };
}

function versionOf(version: VersionEvidence, signature: SignatureEvidence | null, since: (at: string) => number) {
  return onRecord({
    label: version.label,
    age_days: version.measuredAt === null ? null : since(version.measuredAt),
    evaluation_data: version.evaluationDigest,
    metrics: figures(version.metrics.map(({ key, value }) => [key, value])),
    n: someOf(Object.fromEntries(version.metrics.flatMap(({ key, n }) => (n === null ? [] : [[key, BigInt(n)]])))),
    axes: someOf(Object.fromEntries(Object.entries(version.axes).filter(([, value]) => value !== null))),
    ...slicesOf(version),
    importances: figures(version.importances.map(({ feature, mean }) => [feature, mean])),
    inputs: signature && some(signature.inputs.map(fieldOf)),
    outputs: signature && some(signature.outputs.map(fieldOf)),
  });
}

function lineageOf({ lineage }: Evidence) {
  if (!lineage) return null;
  return onRecord({
    commit: lineage.code.commit,
    repository: lineage.code.repository,
    training_data: lineage.trainingData.digest,
    training_name: lineage.trainingData.name,
    evaluation_data: lineage.evaluationData.digest,
    evaluation_name: lineage.evaluationData.name,
    feature_definitions: lineage.featureDefinitions,
    label: lineage.label,
    sources: someOf(Object.fromEntries(lineage.sources.map(({ name, version }) => [name, version]))),
  });
}

/** The evidence as expressions see it. */
export function expressionContext(evidence: Evidence): Record<string, unknown> {
  const now = Date.parse(evidence.gatheredAt);
  const since = (at: string) => (now - Date.parse(at)) / day;
  const { card, risk, findings, consumers, contract } = evidence;
  return onRecord({
    environment: evidence.environment,
    tier: evidence.riskTier,
    has_live: evidence.live !== null,
    candidate: versionOf(evidence.candidate, contract?.candidate ?? null, since),
    live: evidence.live && versionOf(evidence.live, contract?.live ?? null, since),
    lineage: lineageOf(evidence),
    checks: some(
      evidence.checks.map(({ kind, name, status, total, failed, reportedAt }) =>
        onRecord({ kind, name, status, age_days: since(reportedAt), total: whole(total), failed: whole(failed) }),
      ),
    ),
    card:
      card &&
      onRecord({
        status: card.status,
        revision: whole(card.revision),
        approved_revision: whole(card.approvedRevision),
        completeness: card.completeness,
        stale_figures: whole(card.staleFigures),
        missing_sections: card.missingSections,
      }),
    risk:
      risk &&
      onRecord({
        status: risk.status,
        revision: whole(risk.revision),
        tier: risk.tier,
        open_triggers: whole(risk.openTriggers),
        signed_off_days: risk.signedOffAt === null ? null : since(risk.signedOffAt),
      }),
    findings: findings?.map(({ title, severity, state, blocks, dueAt }) =>
      onRecord({ title, severity, state, blocks, days_left: dueAt === null ? null : -since(dueAt) }),
    ),
    seeds: some(
      evidence.seeds.map(({ seed, metrics }) =>
        onRecord({ seed: whole(seed), metrics: figures(Object.entries(metrics)) }),
      ),
    ),
    consumers:
      consumers &&
      some(
        consumers.map(({ name, sends, expects }) => ({
          name,
          sends: sends.map(fieldOf),
          expects: expects.map(fieldOf),
        })),
      ),
  });
}

/** The longest list an expression could loop over. */
export const longestList = (evidence: Evidence): number =>
  Math.max(
    evidence.candidate.slices.length,
    evidence.live?.slices.length ?? 0,
    evidence.candidate.metrics.length,
    evidence.live?.metrics.length ?? 0,
    evidence.candidate.importances.length,
    ...[evidence.contract?.candidate, evidence.contract?.live].flatMap((side) => [
      side?.inputs.length ?? 0,
      side?.outputs.length ?? 0,
    ]),
    ...(evidence.consumers ?? []).flatMap(({ sends, expects }) => [sends.length, expects.length]),
    evidence.consumers?.length ?? 0,
    evidence.findings?.length ?? 0,
    evidence.checks.length,
    evidence.seeds.length,
    evidence.lineage?.sources.length ?? 0,
  );
