import "server-only";
import { and, asc, eq, inArray } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { members, type PromotionDecisionRow, promotionDecisions, users } from "@/db/schema";
import type { Context } from "@/lib/context";
import type { Decision, Standing } from "./approval";

/** Decisions on a promotion, oldest first, as stored. */
export async function readDecisions(ctx: Context, db: Reader, promotionId: string): Promise<PromotionDecisionRow[]> {
  return db
    .select()
    .from(promotionDecisions)
    .where(and(eq(promotionDecisions.projectId, ctx.projectId), eq(promotionDecisions.promotionId, promotionId)))
    .orderBy(asc(promotionDecisions.decidedAt), asc(promotionDecisions.id));
}

/** A stored decision as counting reads it: what was signed, never what the person is now. */
export const asDecision = (row: PromotionDecisionRow): Decision => ({
  id: row.id,
  kind: row.kind,
  state: row.state,
  personId: row.personId,
  name: row.signature.printedName,
  role: row.signature.role,
  groupName: row.signature.groupName,
  subjectDigest: row.subjectDigest,
  decidedAt: row.decidedAt,
  authTime: new Date(row.signature.authTime),
});

/** What the accounts behind decisions may do now: the account that signed has to work and to hold its role still. */
export async function readStanding(
  ctx: Context,
  db: Reader,
  decisions: readonly PromotionDecisionRow[],
): Promise<Map<string, Standing>> {
  const signed = decisions.filter((decision) => decision.state === "valid");
  if (signed.length === 0) return new Map();
  const rows = await db
    .select({ userId: users.id, disabledAt: users.disabledAt, role: members.role })
    .from(users)
    .leftJoin(members, and(eq(members.userId, users.id), eq(members.projectId, ctx.projectId)))
    .where(inArray(users.id, [...new Set(signed.map((decision) => decision.userId))]));
  return new Map(
    signed.map(({ personId, userId }) => {
      const own = rows.filter((row) => row.userId === userId);
      const roles = own.flatMap(({ role }) => (role ? [role] : []));
      return [personId, { isActive: own.some((row) => row.disabledAt === null) && roles.length > 0, roles }];
    }),
  );
}
