import "server-only";
import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { createContext } from "@/lib/context";
import { tickRollout } from "./commands/tick-rollout";

/** One turn of the controller: every rollout that waits for a target is judged again from the database. */
export async function tickRollouts(db: Db, signal: AbortSignal): Promise<void> {
  const due = await db.execute<{ project_id: number; number: number }>(
    sql`SELECT project_id, number FROM rollouts WHERE state IN ('APPLYING', 'ROLLING_BACK') ORDER BY project_id, number`,
  );
  for (const { project_id, number } of due) {
    if (signal.aborted) return;
    const ctx = createContext({
      actor: { kind: "system", job: "rollout controller" },
      projectId: project_id,
      db,
    });
    await tickRollout(ctx, number);
  }
}
