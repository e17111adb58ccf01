import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import {
  experiments,
  metricPoints,
  metricSeries,
  runArtifacts,
  runEvaluations,
  runMetrics,
  runSlices,
  runs,
} from "@/db/schema";
import type { Context } from "@/lib/context";
import { arrayLiteral } from "./array-literal";
import { bulkInsert, type Columns } from "./bulk-insert";
import { findOwners } from "./find-owners";
import { decideImport, type StoredRun } from "./import-decision";
import type { ParsedRun } from "./parse-run-line";
import {
  artifactColumns,
  datedMetricColumns,
  datedPointColumns,
  evaluationColumns,
  metricColumns,
  type NewRun,
  pointColumns,
  runColumns,
  sliceColumns,
} from "./run-columns";
import { isDated, type RunDraft } from "./run-draft";
import { removeInputs, writeInputs } from "./write-inputs";

export type RunOutcome = { kind: "imported" } | { kind: "unchanged" } | { kind: "refused"; message: string };
/** Outcome per run id of the batch. */
export type Outcomes = Map<string, RunOutcome>;

/** Ids of the experiments a batch names, made when they are new; the family and use case of the first record stay. */
async function ensureExperiments(tx: Tx, ctx: Context, batch: readonly ParsedRun[]): Promise<Map<string, string>> {
  const wanted = new Map(batch.map(({ draft }) => [draft.experiment.name, draft.experiment]));
  const names = [...wanted.keys()].sort();
  const load = () =>
    tx
      .select({ id: experiments.id, name: experiments.name })
      .from(experiments)
      .where(and(eq(experiments.projectId, ctx.projectId), inArray(experiments.name, names)));
  const found = new Map((await load()).map((e) => [e.name, e.id]));
  const missing = names.filter((name) => !found.has(name));
  if (missing.length === 0) return found;
  const now = ctx.now();
  const rows = missing.map((name) => ({
    family: null,
    useCase: null,
    ...wanted.get(name),
    name,
    projectId: ctx.projectId,
    id: ctx.newId(),
    createdAt: now,
    updatedAt: now,
  }));
  await tx.insert(experiments).values(rows).onConflictDoNothing();
  return new Map((await load()).map((e) => [e.name, e.id]));
}

async function loadStored(tx: Tx, projectId: number, ids: string[]): Promise<Map<string, StoredRun>> {
  const rows = await tx
    .select({ id: runs.id, digest: runs.contentDigest, status: runs.status })
    .from(runs)
    // One array, not thousands of parameters; as rows, because a list without its length is searched from end to end.
    .where(and(eq(runs.projectId, projectId), sql`${runs.id} in (select unnest(${arrayLiteral(ids)}::text::text[]))`))
    .orderBy(runs.id)
    .for("update");
  return new Map(rows.map((r) => [r.id, r]));
}

const isBlank = (evaluation: RunDraft["evaluation"]): boolean =>
  Object.values(evaluation).every((part) => part === null || (Array.isArray(part) && part.length === 0));

async function writeParts(tx: Tx, fresh: readonly NewRun[]): Promise<void> {
  // Filled in, not copied: a batch has hundreds of thousands of parts.
  const parts = <T extends object>(read: (run: NewRun) => readonly T[]) =>
    fresh.flatMap((r) => read(r).map((part) => Object.assign(part, { projectId: r.projectId, runId: r.draft.run.id })));
  const insert = async <T>(table: string, columns: Columns<T>, rows: readonly T[]) => {
    for (let at = 0; at < rows.length; at += 20_000) await bulkInsert(tx, table, columns, rows.slice(at, at + 20_000));
  };
  const dated = fresh.some((r) => isDated(r.draft));
  await insert(
    "run_metrics",
    dated ? datedMetricColumns : metricColumns,
    parts((r) => r.draft.metrics),
  );
  await insert(
    "metric_points",
    dated ? datedPointColumns : pointColumns,
    parts((r) => r.draft.points),
  );
  await insert(
    "run_slices",
    sliceColumns,
    parts((r) => r.draft.slices),
  );
  await insert(
    "run_artifacts",
    artifactColumns,
    parts((r) => r.draft.artifacts),
  );
  await insert(
    "run_evaluations",
    evaluationColumns,
    parts((r) => (isBlank(r.draft.evaluation) ? [] : [r.draft.evaluation])),
  );
  if (dated) await writeInputs(tx, fresh);
}

async function removeParts(tx: Tx, projectId: number, ids: string[]): Promise<void> {
  for (const table of [runMetrics, metricPoints, metricSeries, runSlices, runArtifacts, runEvaluations]) {
    await tx.delete(table).where(and(eq(table.projectId, projectId), inArray(table.runId, ids)));
  }
}

const kept = new Set(["project_id", "id"]);
const overwrite = sql.raw(
  Object.keys(runColumns)
    .filter((name) => !kept.has(name))
    .map((name) => `"${name}" = excluded."${name}"`)
    .concat(`"metrics_packed" = true`)
    .join(", "),
);

async function updateRuns(tx: Tx, changed: readonly NewRun[]): Promise<void> {
  const ids = changed.map((r) => r.draft.run.id);
  await removeParts(tx, changed[0]?.projectId ?? 0, ids);
  await removeInputs(tx, changed);
  await bulkInsert(tx, "runs", runColumns, changed, sql`on conflict (project_id, id) do update set ${overwrite}`);
  await writeParts(tx, changed);
}

/** Inserts runs that no one has; the ones another import brought in meanwhile are returned for a second look. */
async function insertRuns(tx: Tx, fresh: readonly NewRun[]): Promise<Set<string>> {
  const inserted = await bulkInsert(
    tx,
    "runs",
    runColumns,
    fresh,
    sql`on conflict (project_id, id) do nothing returning id`,
  );
  const ids = new Set(inserted.map((row) => String(row.id)));
  await writeParts(
    tx,
    fresh.filter((r) => ids.has(r.draft.run.id)),
  );
  return ids;
}

/**
 * Writes one batch of runs (distinct ids) with all their parts inside the caller's transaction. Each run comes in whole or not at all.
 * Runs are locked in id order, so imports side by side wait for one another and never deadlock.
 */
export async function writeRuns(
  tx: Tx,
  ctx: Context,
  batch: readonly ParsedRun[],
  importId: string,
): Promise<Outcomes> {
  const outcomes: Outcomes = new Map();
  const experimentIds = await ensureExperiments(tx, ctx, batch);
  const ownerOf = await findOwners(
    tx,
    ctx,
    batch.map((p) => p.draft.run.ownerName),
  );
  let open = batch.toSorted((a, b) => (a.draft.run.id < b.draft.run.id ? -1 : 1));
  while (open.length > 0) {
    const stored = await loadStored(
      tx,
      ctx.projectId,
      open.map((p) => p.draft.run.id),
    );
    const make = ({ draft, digest }: ParsedRun): NewRun => ({
      projectId: ctx.projectId,
      experimentId: experimentIds.get(draft.experiment.name) ?? "",
      owner: ownerOf(draft.run.ownerName),
      draft,
      digest,
      importedAt: ctx.now(),
      importId,
    });
    const toInsert: NewRun[] = [];
    const toUpdate: NewRun[] = [];
    for (const parsed of open) {
      const { id, status } = parsed.draft.run;
      const decision = decideImport(stored.get(id), {
        digest: parsed.digest,
        status,
      });
      if (decision.kind === "insert") toInsert.push(make(parsed));
      else if (decision.kind === "update") toUpdate.push(make(parsed));
      else outcomes.set(id, decision.kind === "unchanged" ? decision : { kind: "refused", message: decision.message });
    }
    if (toUpdate.length > 0) await updateRuns(tx, toUpdate);
    const inserted = toInsert.length > 0 ? await insertRuns(tx, toInsert) : new Set<string>();
    for (const run of [...toUpdate, ...toInsert]) {
      const { id } = run.draft.run;
      if (inserted.has(id) || stored.has(id)) outcomes.set(id, { kind: "imported" });
    }
    open = open.filter((p) => !outcomes.has(p.draft.run.id));
  }
  return outcomes;
}
