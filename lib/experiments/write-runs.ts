import "server-only";
import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { copyIn } from "@/db/copy-in";
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
import { type Context, sqlState } from "@/lib/context";
import { arrayLiteral } from "./array-literal";
import { bulkInsert, type Columns } from "./bulk-insert";
import { rowWriter } from "./copy-text";
import { findOwners } from "./find-owners";
import { decideImport, type StoredRun } from "./import-decision";
import { type PackedRun, type PartTable, partColumns } from "./packed-run";
import { type Drafted, draftedColumns, type Placed, placedColumns } from "./run-columns";
import { removeInputs, writeInputs } from "./write-inputs";

/** A packed run and its place. */
export type NewRun = Placed & { projectId: number; packed: PackedRun };
export type RunOutcome = { kind: "imported" } | { kind: "unchanged" } | { kind: "refused"; message: string };
/** Outcome per run id of the batch. */
export type Outcomes = Map<string, RunOutcome>;

/** Ids of the experiments a batch names, made when they are new; the family and use case of the first record stay. */
async function ensureExperiments(tx: Tx, ctx: Context, batch: readonly PackedRun[]): Promise<Map<string, string>> {
  const wanted = new Map(batch.map(({ experiment }) => [experiment.name, experiment]));
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

async function writeParts(tx: Tx, fresh: readonly NewRun[]): Promise<void> {
  for (const [table, columns] of Object.entries(partColumns) as [PartTable, string[]][]) {
    const rows = fresh.flatMap(({ packed }) => packed.parts[table] ?? []);
    if (rows.length > 0) await copyIn(tx, table, columns, rows);
  }
  await writeInputs(tx, fresh);
}

async function removeParts(tx: Tx, projectId: number, ids: string[]): Promise<void> {
  for (const table of [runMetrics, metricPoints, metricSeries, runSlices, runArtifacts, runEvaluations]) {
    await tx.delete(table).where(and(eq(table.projectId, projectId), inArray(table.runId, ids)));
  }
}

const columnNames = [...Object.keys(draftedColumns), ...Object.keys(placedColumns)];
const rowColumns: Columns<Placed & Drafted> = { ...draftedColumns, ...placedColumns };
const writePlaced = rowWriter(placedColumns);

/** The runs' own rows by a statement that can say what to do with one that is there already. */
const insertRows = (tx: Tx, some: readonly NewRun[], more: SQL) =>
  bulkInsert(
    tx,
    "runs",
    rowColumns,
    some.map((run) => ({ ...run, draft: run.packed.draft(), digest: run.packed.digest })),
    more,
  );

const kept = new Set(["project_id", "id"]);
const overwrite = sql.raw(
  columnNames
    .filter((name) => !kept.has(name))
    .map((name) => `"${name}" = excluded."${name}"`)
    .concat(`"metrics_packed" = true`)
    .join(", "),
);

async function updateRuns(tx: Tx, changed: readonly NewRun[]): Promise<void> {
  const ids = changed.map((run) => run.packed.id);
  await removeParts(tx, changed[0]?.projectId ?? 0, ids);
  await removeInputs(tx, changed);
  await insertRows(tx, changed, sql`on conflict (project_id, id) do update set ${overwrite}`);
  await writeParts(tx, changed);
}

const duplicateKey = "23505";

/** Inserts runs that no one has. False, with nothing written, when another import brought one of them in meanwhile. */
async function copyRuns(tx: Tx, fresh: readonly NewRun[]): Promise<boolean> {
  try {
    await tx.transaction(async (part) => {
      const rows = fresh.map((run) => `${run.packed.row}\t${writePlaced(run)}\n`);
      await copyIn(part, "runs", columnNames, rows);
      await writeParts(part, fresh);
    });
    return true;
  } catch (error) {
    if (sqlState(error) !== duplicateKey) throw error;
    return false;
  }
}

/** Inserts runs that no one has; the ones another import brought in meanwhile are not returned and get a second look. */
async function insertRuns(tx: Tx, fresh: readonly NewRun[]): Promise<Set<string>> {
  if (await copyRuns(tx, fresh)) return new Set(fresh.map((run) => run.packed.id));
  const inserted = await insertRows(tx, fresh, sql`on conflict (project_id, id) do nothing returning id`);
  const ids = new Set(inserted.map((row) => String(row.id)));
  await writeParts(
    tx,
    fresh.filter((run) => ids.has(run.packed.id)),
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
  batch: readonly PackedRun[],
  importId: string,
): Promise<Outcomes> {
  const outcomes: Outcomes = new Map();
  const experimentIds = await ensureExperiments(tx, ctx, batch);
  const ownerOf = await findOwners(
    tx,
    ctx,
    batch.map((run) => run.ownerName),
  );
  let open = batch.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  while (open.length > 0) {
    const stored = await loadStored(
      tx,
      ctx.projectId,
      open.map((run) => run.id),
    );
    const make = (packed: PackedRun): NewRun => ({
      projectId: ctx.projectId,
      experimentId: experimentIds.get(packed.experiment.name) ?? "",
      owner: ownerOf(packed.ownerName),
      packed,
      importedAt: ctx.now(),
      importId,
    });
    const toInsert: NewRun[] = [];
    const toUpdate: NewRun[] = [];
    for (const packed of open) {
      const { id, status, digest } = packed;
      const decision = decideImport(stored.get(id), { digest, status });
      if (decision.kind === "insert") toInsert.push(make(packed));
      else if (decision.kind === "update") toUpdate.push(make(packed));
      else outcomes.set(id, decision.kind === "unchanged" ? decision : { kind: "refused", message: decision.message });
    }
    if (toUpdate.length > 0) await updateRuns(tx, toUpdate);
    const inserted = toInsert.length > 0 ? await insertRuns(tx, toInsert) : new Set<string>();
    for (const run of [...toUpdate, ...toInsert]) {
      const { id } = run.packed;
      if (inserted.has(id) || stored.has(id)) outcomes.set(id, { kind: "imported" });
    }
    open = open.filter(({ id }) => !outcomes.has(id));
  }
  return outcomes;
}
