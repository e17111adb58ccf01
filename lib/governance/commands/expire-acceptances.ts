import "server-only";
import { and, asc, eq, lt } from "drizzle-orm";
import type { Db } from "@/db/client";
import { findings } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type Context, createContext, deadlineNow, withTransaction } from "@/lib/context";
import { dayOf } from "../findings/finding";
import { appendFindingEvent, findingName, lockFinding, writeFinding } from "../findings/load-finding";
import { reevaluatePromotions } from "../reevaluate-promotions";

/** Reopens a finding whose accepted time is over; false when something else happened to it first. */
export async function expireAcceptance(ctx: Context, number: number): Promise<boolean> {
  authorize(ctx, "finding.expire");
  return withTransaction(ctx, async (tx) => {
    const loaded = await lockFinding(tx, ctx, number);
    const { finding } = loaded;
    const { acceptedUntil } = finding;
    const today = dayOf(await deadlineNow(tx, ctx));
    if (finding.state !== "accepted" || acceptedUntil === null || acceptedUntil >= today) return false;
    await writeFinding(tx, ctx, finding, { state: "open", acceptedBy: null, acceptedUntil: null, mitigatedBy: null });
    const note = `The risk was accepted until ${acceptedUntil}.`;
    await appendFindingEvent(tx, ctx, finding.id, { kind: "expired", from: "accepted", to: "open", note });
    await appendAudit(tx, ctx, {
      action: "finding.acceptance_expired",
      objectType: "finding",
      objectId: finding.id,
      payload: { ...findingName(loaded), until: acceptedUntil },
    });
    await reevaluatePromotions(tx, ctx, finding);
    return true;
  });
}

/** One turn of the service: reopens what was accepted until a day that is over. */
export async function expireAcceptances(db: Db, signal: AbortSignal): Promise<void> {
  const clock = createContext({ actor: { kind: "system", job: "expire-acceptances" }, projectId: 0, db });
  const today = dayOf(await deadlineNow(db, clock));
  const due = await db
    .select({ projectId: findings.projectId, number: findings.number })
    .from(findings)
    .where(and(eq(findings.state, "accepted"), lt(findings.acceptedUntil, today)))
    .orderBy(asc(findings.acceptedUntil))
    .limit(100);
  for (const { projectId, number } of due) {
    if (signal.aborted) return;
    await expireAcceptance(createContext({ ...clock, projectId }), number);
  }
}
