import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";

/** The list as one parameter, whatever its length. */
const listOf = (ids: readonly string[]): SQL =>
  sql`(select jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb))`;
const chosen = (projectId: number, ids: readonly string[]): SQL =>
  sql`project_id = ${projectId} and id in ${listOf(ids)}`;

/** Runs that a tag would change: not archived, and with another value or none. */
const untagged = (key: string, value: string | null): SQL =>
  value === null
    ? sql`archived_at is null and tags ? ${key}::text`
    : sql`archived_at is null and tags->>${key}::text is distinct from ${value}`;
const notYet = (archived: boolean): SQL => (archived ? sql`archived_at is null` : sql`archived_at is not null`);

export type BulkAct = { kind: "tag"; key: string; value: string | null } | { kind: "archive"; archived: boolean };

const changes = (act: BulkAct): SQL => (act.kind === "tag" ? untagged(act.key, act.value) : notYet(act.archived));

/** How many of the runs are here, how many of them the act would change, and the newest of those by name. */
export async function countTouched(
  db: Reader,
  projectId: number,
  ids: readonly string[],
  act: BulkAct,
): Promise<{ found: number; changes: number; examples: string[] }> {
  const [row] = await db.execute<{ found: number; changes: number; examples: string[] }>(sql`
    with chosen as materialized (
      select name, started_at, (${changes(act)}) as changes from runs where ${chosen(projectId, ids)}
    )
    select (select count(*)::int from chosen) as found, (select count(*)::int from chosen where changes) as changes,
      coalesce((select json_agg(name) from (select name from chosen where changes order by started_at desc limit 5) newest), '[]'::json) as examples`);
  return row ?? { found: 0, changes: 0, examples: [] };
}

/** Locks in the order of ids, so that two acts on overlapping selections wait for each other instead of deadlocking. */
const locked = (projectId: number, ids: readonly string[], act: BulkAct): SQL =>
  sql`locked as materialized (select id from runs where ${chosen(projectId, ids)} and ${changes(act)} order by id for update)`;

/** Sets or takes away a tag; answers the ids that changed. */
export async function setTag(
  tx: Tx,
  projectId: number,
  ids: readonly string[],
  key: string,
  value: string | null,
): Promise<string[]> {
  const next =
    value === null ? sql`r.tags - ${key}::text` : sql`r.tags || jsonb_build_object(${key}::text, ${value}::text)`;
  const rows = await tx.execute<{ id: string }>(sql`
    with ${locked(projectId, ids, { kind: "tag", key, value })}
    update runs r set tags = ${next} from locked where r.project_id = ${projectId} and r.id = locked.id returning r.id`);
  return rows.map((row) => row.id);
}

/** Archives or restores; answers the ids that changed. */
export async function setArchived(
  tx: Tx,
  projectId: number,
  ids: readonly string[],
  at: Date | null,
): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    with ${locked(projectId, ids, { kind: "archive", archived: at !== null })}
    update runs r set archived_at = ${at?.toISOString() ?? null}::timestamptz from locked
    where r.project_id = ${projectId} and r.id = locked.id returning r.id`);
  return rows.map((row) => row.id);
}
