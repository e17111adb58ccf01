import "server-only";
import { and, asc, eq, inArray } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { delegations, members, type PromotionDecisionRow, promotionDecisions, users } from "@/db/schema";
import type { Context } from "@/lib/context";
import type { Decision, Standing } from "./approval";

/** Decisions on a promotion, oldest first. The person is who the account belongs to now, so that linked accounts count once. */
export async function readDecisions(ctx: Context, db: Reader, promotionId: string): Promise<PromotionDecisionRow[]> {
  const rows = await db
    .select({ decision: promotionDecisions, personId: users.personId })
    .from(promotionDecisions)
    .innerJoin(users, eq(users.id, promotionDecisions.userId))
    .where(and(eq(promotionDecisions.projectId, ctx.projectId), eq(promotionDecisions.promotionId, promotionId)))
    .orderBy(asc(promotionDecisions.decidedAt), asc(promotionDecisions.id));
  return rows.map(({ decision, personId }) => ({ ...decision, personId }));
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
  onBehalfOf: row.signature.onBehalfOf
    ? { personId: row.signature.onBehalfOf.personId, name: row.signature.onBehalfOf.printedName }
    : null,
  hasPasskey: isOfDecision(row),
});

/** An assertion counts for the decision that it was made for, and for no other. */
function isOfDecision({ assertion, promotionId, subjectDigest, kind }: PromotionDecisionRow): boolean {
  const statement = assertion?.statement;
  return (
    statement !== undefined &&
    statement.promotionId === promotionId &&
    statement.subjectDigest === subjectDigest &&
    statement.kind === kind
  );
}

/** What the accounts behind decisions may do now: those that signed, and those for whom a delegate signed. */
export async function readStanding(
  ctx: Context,
  db: Reader,
  decisions: readonly PromotionDecisionRow[],
): Promise<Map<string, Standing>> {
  const valid = decisions.filter((decision) => decision.state === "valid");
  if (valid.length === 0) return new Map();
  const signed = [
    ...valid.map(({ personId, userId }) => ({ personId, userId })),
    ...(await readDelegators(ctx, db, valid)),
  ];
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

async function readDelegators(ctx: Context, db: Reader, decisions: readonly PromotionDecisionRow[]) {
  const ids = decisions.flatMap(({ delegationId }) => (delegationId ? [delegationId] : []));
  if (ids.length === 0) return [];
  return db
    .select({ personId: delegations.delegatorPersonId, userId: delegations.delegatorUserId })
    .from(delegations)
    .where(and(eq(delegations.projectId, ctx.projectId), inArray(delegations.id, ids)));
}
