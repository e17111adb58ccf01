import "server-only";
import type { Sql } from "@/db/client";
import type { StoredExperiment } from "./messages";

const read = (sql: Sql, projectId: number, by: { id: string } | { name: string }) => sql<StoredExperiment[]>`
  select id, name, artifact_location as "artifactLocation", tags, (extract(epoch from created_at) * 1000)::float8 as created,
    (extract(epoch from updated_at) * 1000)::float8 as updated, deleted_at is not null as deleted
  from experiments where project_id = ${projectId} and ${"id" in by ? sql`id = ${by.id}` : sql`name = ${by.name}`}`;

/** An experiment by id or name, deleted ones included; null when there is none. */
export async function findWireExperiment(
  sql: Sql,
  projectId: number,
  by: { id: string } | { name: string },
): Promise<StoredExperiment | null> {
  return (await read(sql, projectId, by))[0] ?? null;
}
