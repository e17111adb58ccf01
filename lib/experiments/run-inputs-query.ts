import "server-only";
import type { Context } from "@/lib/context";

export type RunInput = {
  name: string;
  digest: string;
  context: string | null;
  sourceType: string;
  source: string;
  rows: number | null;
};

/** How many rows a dataset's profile says it has. */
function rowsOf(profile: string | null): number | null {
  try {
    const parsed: unknown = JSON.parse(profile ?? "null");
    const rows = typeof parsed === "object" && parsed !== null && "num_rows" in parsed ? parsed.num_rows : null;
    return typeof rows === "number" && Number.isFinite(rows) ? rows : null;
  } catch {
    return null;
  }
}

/** The datasets that a run says it read, in the order it said so; at most 100. */
export async function listRunInputs(ctx: Context, runId: string): Promise<RunInput[]> {
  const rows = await ctx.db.$client<(Omit<RunInput, "rows"> & { profile: string | null })[]>`
    select d.name, d.digest, i.context, d.source_type as "sourceType", left(d.source, 500) as source, left(d.profile, 10000) as profile
    from run_inputs i join input_datasets d
      on d.project_id = i.project_id and d.experiment_id = i.experiment_id and d.name = i.name and d.digest = i.digest
    where i.project_id = ${ctx.projectId} and i.run_id = ${runId} order by i.place limit 100`;
  return rows.map(({ profile, ...input }) => ({ ...input, rows: rowsOf(profile) }));
}
