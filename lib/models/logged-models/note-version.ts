import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { type LoggedModelRow, loggedModels } from "@/db/schema";

/** Where clients look for the versions that a logged model has become. */
const versionsTag = "mlflow.modelVersions";

function listed(tag: string | undefined): unknown[] {
  try {
    const list: unknown = JSON.parse(tag ?? "[]");
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}

/** Notes on a logged model that it became this version, in the form that clients read and write. */
export async function noteVersion(
  tx: Tx,
  model: LoggedModelRow,
  made: { name: string; version: number },
): Promise<void> {
  const entries = [...listed(model.tags[versionsTag]), made];
  const text = JSON.stringify(entries).replaceAll('":', '": ').replaceAll(',"', ', "').replaceAll("},{", "}, {");
  await tx
    .update(loggedModels)
    .set({ tags: sql`${loggedModels.tags} || jsonb_build_object(${versionsTag}::text, ${text}::text)` })
    .where(and(eq(loggedModels.projectId, model.projectId), eq(loggedModels.id, model.id)));
}
