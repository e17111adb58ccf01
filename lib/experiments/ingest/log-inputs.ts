import "server-only";
import type { RawSql } from "@/db/client";
import type { Context } from "@/lib/context";
import { changeRun, type LockedRun } from "./change-run";
import type { Derive, RunFacts } from "./derived-columns";

export type DatasetInput = {
  name: string;
  digest: string;
  sourceType: string;
  source: string;
  schema: string | null;
  profile: string | null;
  /** What the run used it as: "training", "eval". */
  context: string | null;
  tags: Record<string, string>;
};

const nameOf = ({ name, digest }: { name: string; digest: string }) => JSON.stringify([name, digest]);

/** Inputs that the run does not have yet, each once: the first wins. */
function fresh(run: LockedRun, sent: readonly DatasetInput[]): DatasetInput[] {
  const seen = new Set(run.inputs.map(nameOf));
  return sent.filter((input) => !seen.has(nameOf(input)) && seen.add(nameOf(input)));
}

async function insertInputs(
  ctx: Context,
  sql: RawSql,
  run: LockedRun,
  sent: readonly DatasetInput[],
): Promise<RunFacts["inputs"]> {
  const added = fresh(run, sent);
  if (added.length === 0) return run.inputs;
  const column = <T>(read: (input: DatasetInput) => T): T[] => added.map(read);
  const [names, digests] = [column((d) => d.name), column((d) => d.digest)];
  await sql`
    insert into input_datasets (project_id, experiment_id, name, digest, source_type, source, schema, profile, created_at)
    select ${ctx.projectId}, ${run.experimentId}, d.name, d.digest, d.source_type, d.source, d.schema, d.profile, ${ctx.now().toISOString()}::text::timestamptz
    from unnest(${names}::text[], ${digests}::text[], ${column((d) => d.sourceType)}::text[], ${column((d) => d.source)}::text[],
      ${column((d) => d.schema)}::text[], ${column((d) => d.profile)}::text[]) as d(name, digest, source_type, source, schema, profile)
    order by d.name, d.digest
    on conflict do nothing`;
  await sql`
    insert into run_inputs (project_id, run_id, experiment_id, name, digest, context, tags, place)
    select ${ctx.projectId}, ${run.id}, ${run.experimentId}, d.name, d.digest, d.context, d.tags::jsonb, ${run.inputs.length} + d.place
    from unnest(${names}::text[], ${digests}::text[], ${column((d) => d.context)}::text[],
      ${column((d) => JSON.stringify(d.tags))}::text[]) with ordinality as d(name, digest, context, tags, place)
    on conflict do nothing`;
  return [...run.inputs, ...added.map(({ name, digest, context }) => ({ name, digest, context }))];
}

/**
 * Says which datasets a run read. Name and digest are a dataset's identity within the experiment: one that is known keeps its first
 * description, and one the run has already is passed over.
 */
export const logInputs = (
  ctx: Context,
  runId: string,
  datasets: readonly DatasetInput[],
  derive: Derive,
): Promise<void> =>
  changeRun(
    ctx,
    runId,
    derive,
    () => null,
    (sql, run) => insertInputs(ctx, sql, run, datasets),
  );
