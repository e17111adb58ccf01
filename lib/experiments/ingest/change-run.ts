import "server-only";
import type { RawSql } from "@/db/client";
import { canonicalDigest } from "@/lib/audit/canonical-json";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withRawTransaction } from "@/lib/context";
import { conflict, notFound } from "@/lib/errors";
import type { Derive, DerivedColumns, RunFacts } from "./derived-columns";
import { openRun } from "./open-run";
import { loggedSource, runIsDeleted } from "./run-states";

export type LockedRun = RunFacts & {
  id: string;
  name: string;
  experimentId: string;
  /** Content digest is on record: a change of content takes it back first. */
  sealed: boolean;
  /** Logged bit by bit: its axes follow from what is logged. Those of an imported run are what its record said. */
  isLogged: boolean;
  derived: DerivedColumns;
};
/** What becomes of a run; what is left out stays. Null: nothing changes. */
export type RunChange = Partial<Pick<LockedRun, "name" | "params" | "tags" | "inputs">> | null;

type Stored = LockedRun & { deleted: boolean };

const lock = (sql: RawSql, projectId: number, runId: string) => sql<Stored[]>`
  select r.id, r.name, r.experiment_id as "experimentId", r.params, r.tags, r.archived_at is not null as deleted, r.content_digest is not null as sealed, r.source = ${loggedSource} as "isLogged",
    jsonb_build_object('intent', r.intent, 'algorithm', r.algorithm, 'codeCommit', r.code_commit, 'datasetSnapshot', r.dataset_snapshot,
      'featureDefinitions', r.feature_definitions, 'hyperparameters', r.hyperparameters, 'runtimeImage', r.runtime_image, 'seedPolicy', r.seed_policy,
      'axisDetails', r.axis_details, 'evalDatasetDigest', r.eval_dataset_digest, 'evalRows', r.eval_rows, 'threshold', r.threshold,
      'thresholdRule', r.threshold_rule) as derived,
    coalesce((select jsonb_agg(jsonb_build_object('name', i.name, 'digest', i.digest, 'context', i.context) order by i.place)
      from run_inputs i where i.project_id = r.project_id and i.run_id = r.id), '[]') as inputs
  from runs r where r.project_id = ${projectId} and r.id = ${runId} for update of r`;

const store = (sql: RawSql, projectId: number, { id, name, params, tags }: LockedRun, d: DerivedColumns) => sql`
  update runs set name = ${name}, params = ${JSON.stringify(params)}::text::jsonb, tags = ${JSON.stringify(tags)}::text::jsonb,
    intent = ${d.intent}, algorithm = ${d.algorithm}, code_commit = ${d.codeCommit}, dataset_snapshot = ${d.datasetSnapshot},
    feature_definitions = ${d.featureDefinitions}, hyperparameters = ${d.hyperparameters}, runtime_image = ${d.runtimeImage},
    seed_policy = ${d.seedPolicy}, axis_details = ${JSON.stringify(d.axisDetails)}::text::jsonb, eval_dataset_digest = ${d.evalDatasetDigest},
    eval_rows = ${d.evalRows}, threshold = ${d.threshold}, threshold_rule = ${d.thresholdRule}
  where project_id = ${projectId} and id = ${id}`;

/** Thrown inside the transaction to undo it: the digest has to be taken back first. */
class SealedRun extends Error {}

const same = (a: unknown, b: unknown): boolean => canonicalDigest(a) === canonicalDigest(b);

/**
 * Changes parameters, tags, inputs or the name of a run under its lock, and what follows from them. `decide` is pure and may throw;
 * `write` does what belongs to the same transaction. A deleted run is refused with INVALID_INPUT.
 */
export async function changeRun(
  ctx: Context,
  runId: string,
  derive: Derive,
  decide: (run: LockedRun) => RunChange,
  write?: (sql: RawSql, run: LockedRun) => Promise<RunFacts["inputs"]>,
): Promise<void> {
  authorize(ctx, "run.import");
  for (let attempt = 1; attempt <= 10; attempt++) {
    try {
      return await withRawTransaction(ctx, async (sql) => {
        const [run] = await lock(sql, ctx.projectId, runId);
        if (!run) throw notFound(`Run ${runId}`);
        if (run.deleted) throw runIsDeleted(runId);
        const change = decide(run);
        const inputs = write ? await write(sql, run) : run.inputs;
        if (!change && inputs === run.inputs) return;
        const next = { ...run, ...change, inputs };
        const derived = run.isLogged ? derive(next) : run.derived;
        const isContent = next.params !== run.params || inputs !== run.inputs || !same(derived, run.derived);
        if (run.sealed && isContent) throw new SealedRun();
        await store(sql, ctx.projectId, next, derived);
      });
    } catch (error) {
      if (!(error instanceof SealedRun)) throw error;
      await openRun(ctx, runId);
    }
  }
  throw conflict(`Run ${runId} is being ended again and again; send it again.`);
}
