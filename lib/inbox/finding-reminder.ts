import "server-only";
import { and, eq, lte } from "drizzle-orm";
import { findings } from "@/db/schema";
import type { AuditEvent } from "@/lib/audit/events";
import { type Context, deadlineNow } from "@/lib/context";
import { dayOf, endOfDay } from "@/lib/governance/findings/finding";
import { findingName, lockFinding } from "@/lib/governance/findings/load-finding";
import type { DueItem } from "./inbox-kind";

/** Three days: settling one takes more than an afternoon. */
const reach = 72;

/** Open findings that are due soon or overdue, in every project; one that is settled in the same second is let be. */
export async function listDueFindings(clock: Context): Promise<DueItem[]> {
  const now = await deadlineNow(clock.db, clock);
  const horizon = dayOf(new Date(now.getTime() + reach * 3_600_000));
  const rows = await clock.db
    .select()
    .from(findings)
    .where(and(eq(findings.state, "open"), lte(findings.dueOn, horizon)));
  return rows.map(({ projectId, id, number, raisedAt, dueOn }) => ({
    projectId,
    item: `finding:${id}`,
    since: raisedAt,
    dueAt: endOfDay(dueOn),
    reach,
    recheck: async (tx, ctx, step): Promise<AuditEvent | null> => {
      const loaded = await lockFinding(tx, ctx, number);
      if (loaded.finding.state !== "open" || loaded.finding.dueOn !== dueOn) return null;
      const of = { objectType: "finding", objectId: id } as const;
      const payload = { ...findingName(loaded), dueOn };
      return step === "escalated"
        ? { ...of, action: "finding.escalated", payload }
        : { ...of, action: "finding.reminded", payload: { ...payload, step } };
    },
  }));
}
