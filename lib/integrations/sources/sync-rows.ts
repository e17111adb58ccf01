import "server-only";
import { and, eq, type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { Context } from "@/lib/context";

/** The rows of one source in a table. */
export const ofThis = (
  table: { projectId: PgColumn; sourceId: PgColumn },
  { projectId }: Pick<Context, "projectId">,
  sourceId: string,
): SQL | undefined => and(eq(table.projectId, projectId), eq(table.sourceId, sourceId));

/** Whether an upsert made the row that it answers with. */
export const isNew = sql<boolean>`xmax = 0`;
