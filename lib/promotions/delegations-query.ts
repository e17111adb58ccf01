import "server-only";
import { and, asc, desc, eq, gt, inArray, isNull, lte, ne } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Reader } from "@/db/client";
import { type DelegationRow, delegations, members, users } from "@/db/schema";
import { type Context, deadlineNow, type UserContext } from "@/lib/context";
import type { Delegated } from "./delegation";

const delegators = alias(users, "delegators");
const delegates = alias(users, "delegates");

/** Delegations that this person may use now: in force, the delegator still with a working account and the role. */
export async function listMyDelegations(ctx: UserContext, db: Reader = ctx.db): Promise<Delegated[]> {
  const now = await deadlineNow(db, ctx);
  const rows = await db
    .select({ row: delegations, name: delegators.name, personId: delegators.personId, groupName: members.groupName })
    .from(delegations)
    .innerJoin(delegators, eq(delegators.id, delegations.delegatorUserId))
    .innerJoin(
      members,
      and(
        eq(members.projectId, delegations.projectId),
        eq(members.userId, delegations.delegatorUserId),
        eq(members.role, delegations.role),
      ),
    )
    .where(
      and(
        eq(delegations.projectId, ctx.projectId),
        eq(delegations.delegateUserId, ctx.actor.userId),
        isNull(delegations.revokedAt),
        lte(delegations.startsAt, now),
        gt(delegations.endsAt, now),
        isNull(delegators.disabledAt),
      ),
    )
    .orderBy(asc(delegators.name));
  return rows.map(({ row, name, personId, groupName }) => ({
    id: row.id,
    role: row.role,
    delegator: { personId, name, groupName },
  }));
}

export type DelegationView = DelegationRow & { delegator: string; delegate: string };

/** Delegations of the project that hold or will hold, then those that ended, newest first. */
export async function listDelegations(ctx: Context): Promise<DelegationView[]> {
  const rows = await ctx.db
    .select({ row: delegations, delegator: delegators.name, delegate: delegates.name })
    .from(delegations)
    .innerJoin(delegators, eq(delegators.id, delegations.delegatorUserId))
    .innerJoin(delegates, eq(delegates.id, delegations.delegateUserId))
    .where(eq(delegations.projectId, ctx.projectId))
    .orderBy(desc(delegations.endsAt))
    .limit(50);
  return rows.map(({ row, ...names }) => ({ ...row, ...names }));
}

export type Colleague = { userId: string; name: string; role: "reviewer" | "risk_officer" };

/** Who could decide for this person: members with a working account, another human, by each deciding role that both hold. */
export async function listColleagues(ctx: UserContext): Promise<Colleague[]> {
  const mine = (["reviewer", "risk_officer"] as const).filter((role) => ctx.actor.roles.includes(role));
  if (mine.length === 0) return [];
  const rows = await ctx.db
    .select({ userId: users.id, name: users.name, role: members.role })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(
      and(
        eq(members.projectId, ctx.projectId),
        inArray(members.role, mine),
        isNull(users.disabledAt),
        ne(users.personId, ctx.actor.personId),
      ),
    )
    .orderBy(asc(users.name));
  return rows.map((row) => ({ ...row, role: row.role as Colleague["role"] }));
}
