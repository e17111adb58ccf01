import "server-only";
import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import type { Role } from "@/db/enums";
import { members, users } from "@/db/schema";
import { permissionRow } from "@/lib/auth/permissions";
import type { Context, UserContext } from "@/lib/context";
import { type Availability, actorFacts, availability } from "./available-actions";
import { conflictsByPerson } from "./conflict-set";
import type { Delegated } from "./delegation";
import { listMyDelegations } from "./delegations-query";
import { type EmergencyView, findEmergency } from "./emergencies-query";
import { reviewReasons } from "./emergency";
import { type Judged, promotionFacts } from "./judge-promotion";

export type Decider = { userId: string; personId: string; name: string; roles: Role[]; groupName: string };

/** Who could act next with one of these permissions: working accounts with a role for it, outside the conflict set. */
export async function listDeciders(
  ctx: Context,
  { conflicts, tally }: Judged,
  permission: "promotion.approve" | "promotion.waive" | "promotion.review_emergency",
): Promise<Decider[]> {
  const rows = await ctx.db
    .select({
      userId: users.id,
      personId: users.personId,
      name: users.name,
      role: members.role,
      groupName: members.groupName,
    })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(
      and(
        eq(members.projectId, ctx.projectId),
        inArray(members.role, [...permissionRow(permission).roles]),
        isNull(users.disabledAt),
      ),
    )
    .orderBy(asc(users.name));
  const out = new Set(conflicts.map((conflict) => conflict.personId));
  if (permission === "promotion.approve")
    for (const decision of [...tally.counted, ...tally.objections]) out.add(decision.personId);
  const found = new Map<string, Decider>();
  for (const { role, ...person } of rows.filter((row) => !out.has(row.personId))) {
    const entry = found.get(person.userId) ?? { ...person, roles: [] };
    entry.roles.push(role);
    found.set(person.userId, entry);
  }
  return [...found.values()];
}

/** A colleague's seat that the person looking may use, and whether they may use it here. */
export type Seat = Delegated & { available: Availability };

export type PeopleOnPage = {
  couldApprove: Decider[];
  couldWaive: Decider[];
  seats: Seat[];
  emergency: EmergencyView | null;
  reviewEmergency: Availability;
};

/** Who may still act on a promotion, for whom the person looking may decide, and whether an emergency waits for review. */
export async function readPeopleOnPage(ctx: UserContext, judged: Judged): Promise<PeopleOnPage> {
  const actor = actorFacts(ctx.actor);
  const facts = promotionFacts(judged, judged.loaded.promotion.subjectDigest, ctx.now());
  const [couldApprove, couldWaive, delegations, emergency] = await Promise.all([
    listDeciders(ctx, judged, "promotion.approve"),
    listDeciders(ctx, judged, "promotion.waive"),
    listMyDelegations(ctx),
    findEmergency(ctx, judged.loaded.promotion.id),
  ]);
  const use = emergency && {
    personId: emergency.personId,
    usedBy: emergency.usedByName,
    reviewedAt: emergency.reviewedAt,
  };
  const reasons = [
    ...(actor.may("promotion.review_emergency")
      ? []
      : [{ code: "role" as const, text: "Reviewers and risk officers review emergencies." }]),
    ...reviewReasons(use, ctx.actor, conflictsByPerson(judged.conflicts)),
  ];
  return {
    couldApprove,
    couldWaive,
    seats: delegations.map((seat) => ({ ...seat, available: availability(facts, actor, "approve", seat) })),
    emergency,
    reviewEmergency: { allowed: reasons.length === 0, reasons },
  };
}

/** Members with a working account, by name: who can answer for something. */
export async function listOwners(ctx: Context): Promise<{ userId: string; name: string }[]> {
  return ctx.db
    .selectDistinct({ userId: users.id, name: users.name })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.projectId, ctx.projectId), isNull(users.disabledAt)))
    .orderBy(asc(users.name));
}
