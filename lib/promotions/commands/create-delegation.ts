import "server-only";
import { and, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { delegations, members, users } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { deadlineNow, sqlState, type UserContext, withTransaction } from "@/lib/context";
import { conflict, forbidden, invalidInput } from "@/lib/errors";
import { aRole } from "../approval";
import { maxDelegationDays } from "../delegation";
import { type CreateDelegationInput, createDelegationInput } from "../schemas";

const day = 86_400_000;

/**
 * Has a colleague decide for oneself, for a time, in one role that both hold. Nobody gains a right by it: what the delegate could
 * not sign themselves they cannot sign for somebody, and what was handed to them they cannot hand on.
 */
export async function createDelegation(
  ctx: UserContext,
  raw: CreateDelegationInput,
): Promise<{ delegationId: string }> {
  authorize(ctx, "delegation.manage");
  const input = createDelegationInput.parse(raw);
  if (!ctx.actor.roles.includes(input.role))
    throw forbidden(`You are not ${aRole(input.role)}, so you cannot hand that role over.`);
  return withTransaction(ctx, async (tx) => {
    const now = await deadlineNow(tx, ctx);
    const startsAt = input.startsAt ?? now;
    assertSpan(startsAt, input.endsAt, now);
    const delegate = await readDelegate(tx, ctx, input);
    const delegationId = ctx.newId();
    await tx
      .insert(delegations)
      .values({
        projectId: ctx.projectId,
        id: delegationId,
        role: input.role,
        delegatorUserId: ctx.actor.userId,
        delegatorPersonId: ctx.actor.personId,
        delegateUserId: delegate.userId,
        delegatePersonId: delegate.personId,
        reason: input.reason,
        startsAt,
        endsAt: input.endsAt,
        createdAt: ctx.now(),
      })
      .catch((error: unknown) => {
        throw sqlState(error) === "CS006"
          ? conflict(
              `You have handed over the role of ${input.role.replace("_", " ")} for some of that time already; end that delegation first.`,
            )
          : error;
      });
    await appendAudit(tx, ctx, {
      action: "delegation.created",
      objectType: "delegation",
      objectId: delegationId,
      reason: input.reason,
      payload: {
        delegationId,
        role: input.role,
        delegator: ctx.actor.name,
        delegatorId: ctx.actor.userId,
        delegate: delegate.name,
        delegateId: delegate.userId,
        startsAt: startsAt.toISOString(),
        endsAt: input.endsAt.toISOString(),
      },
    });
    return { delegationId };
  });
}

function assertSpan(startsAt: Date, endsAt: Date, now: Date): void {
  if (startsAt.getTime() < now.getTime() - 60_000) throw invalidInput("startsAt", "it cannot start in the past");
  if (endsAt <= startsAt) throw invalidInput("endsAt", "it has to end after it starts");
  if (endsAt.getTime() - startsAt.getTime() > maxDelegationDays * day)
    throw invalidInput("endsAt", `a delegation holds for at most ${maxDelegationDays} days; choose an earlier end`);
}

type Parsed = ReturnType<typeof createDelegationInput.parse>;

/** The colleague, with the same role. One row of two members is locked, so that two requests for one role take turns. */
async function readDelegate(tx: Tx, ctx: UserContext, { delegateUserId, role }: Parsed) {
  await tx
    .select({ role: members.role })
    .from(members)
    .where(and(eq(members.projectId, ctx.projectId), eq(members.userId, ctx.actor.userId), eq(members.role, role)))
    .for("update");
  const [found] = await tx
    .select({
      userId: users.id,
      personId: users.personId,
      name: users.name,
      disabledAt: users.disabledAt,
      role: members.role,
    })
    .from(users)
    .leftJoin(members, and(eq(members.userId, users.id), eq(members.projectId, ctx.projectId), eq(members.role, role)))
    .where(eq(users.id, delegateUserId));
  if (!found || found.disabledAt)
    throw invalidInput("delegateUserId", "this person has no working account; choose another");
  if (found.personId === ctx.actor.personId) throw invalidInput("delegateUserId", "this is you; choose a colleague");
  if (!found.role)
    throw invalidInput(
      "delegateUserId",
      `${found.name} is not ${aRole(role)} here; only somebody who is can decide for you`,
    );
  return found;
}
