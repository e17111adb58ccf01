import "server-only";
import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { projectCounters } from "@/db/schema";

/** The next number of its kind in a project (P-214, R-88, D-3). Waits for other transactions that take one; a rollback gives it back. */
export async function nextNumber(
  tx: Tx,
  projectId: number,
  kind: "promotion" | "rollout" | "finding" | "policy_draft" | "access_review" | "experiment",
): Promise<number> {
  const [row] = await tx
    .insert(projectCounters)
    .values({ projectId, kind, value: 1 })
    .onConflictDoUpdate({
      target: [projectCounters.projectId, projectCounters.kind],
      set: { value: sql`${projectCounters.value} + 1` },
    })
    .returning({ value: projectCounters.value });
  if (!row) throw new Error(`no ${kind} number was given out`);
  return row.value;
}
