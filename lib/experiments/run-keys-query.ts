import "server-only";
import type { RunKeyKind } from "@/db/schema/run-search";
import { authorize } from "@/lib/auth/authorize";
import type { Context } from "@/lib/context";

export type RunKey = { kind: RunKeyKind; key: string; runs: number };
export type RunKeys = { keys: RunKey[]; total: number };

const escapeLike = (text: string): string =>
  `%${text
    .slice(0, 250)
    .replaceAll("\0", "")
    .replace(/[\\%_]/g, "\\$&")}%`;

/** Names of metrics, parameters and tags of the project that contain a text: the ones that most runs have first. */
export async function searchRunKeys(
  ctx: Context,
  {
    text = "",
    kinds = ["metric", "param"],
    limit = 50,
  }: { text?: string; kinds?: readonly RunKeyKind[]; limit?: number },
): Promise<RunKeys> {
  authorize(ctx, "project.view");
  const sql = ctx.db.$client;
  const found = await sql<(RunKey & { total: number })[]>`
    select kind, key, runs, (count(*) over ())::int as total from run_keys
    where project_id = ${ctx.projectId} and kind = any(${[...kinds]}::text[]) and key ilike ${escapeLike(text)}
    order by runs desc, key limit ${Math.min(limit, 500)}`;
  return { keys: found.map(({ total: _, ...key }) => key), total: found[0]?.total ?? 0 };
}
