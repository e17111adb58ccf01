import "server-only";
import { and, asc, eq, sql } from "drizzle-orm";
import type { Reader, Tx } from "@/db/client";
import { type PolicyDraftRow, people, policies, policyDraftEditors, policyDrafts, projects } from "@/db/schema";
import type { Context } from "@/lib/context";
import { conflict, notFound } from "@/lib/errors";

const byNumber = (ctx: Context, number: number) =>
  and(eq(policyDrafts.projectId, ctx.projectId), eq(policyDrafts.number, number));

/** A draft by its number. Throws NOT_FOUND. */
export async function findDraft(ctx: Context, number: number, db: Reader = ctx.db): Promise<PolicyDraftRow> {
  const [row] = await db.select().from(policyDrafts).where(byNumber(ctx, number));
  if (!row) throw notFound(`Draft D-${number}`);
  return row;
}

/** Locks a draft for this transaction. Throws NOT_FOUND. */
export async function lockDraft(tx: Tx, ctx: Context, number: number): Promise<PolicyDraftRow> {
  const [row] = await tx.select().from(policyDrafts).where(byNumber(ctx, number)).for("update");
  if (!row) throw notFound(`Draft D-${number}`);
  return row;
}

/**
 * Makes everyone who publishes in this project take turns: whether two policies tie is judged over all of them, so two that are
 * published at once would not see each other.
 */
export async function lockPolicies(tx: Tx, ctx: Context): Promise<void> {
  await tx.select({ id: projects.id }).from(projects).where(eq(projects.id, ctx.projectId)).for("no key update");
}

/** Everyone who wrote in a draft, by person, in the order they came. */
export async function readEditors(ctx: Context, draftId: string, db: Reader = ctx.db): Promise<Map<string, string>> {
  const rows = await db
    .select({ personId: policyDraftEditors.personId, name: people.name })
    .from(policyDraftEditors)
    .innerJoin(people, eq(people.id, policyDraftEditors.personId))
    .where(and(eq(policyDraftEditors.projectId, ctx.projectId), eq(policyDraftEditors.draftId, draftId)))
    .orderBy(asc(policyDraftEditors.addedAt), asc(policyDraftEditors.personId));
  return new Map(rows.map(({ personId, name }) => [personId, name]));
}

type Change = Partial<Omit<PolicyDraftRow, "projectId" | "id" | "number" | "lockVersion">>;

/** Changes a draft, provided that it is still what was seen; the loser of a race gets CONFLICT. */
export async function updateDraft(tx: Tx, ctx: Context, seen: PolicyDraftRow, change: Change): Promise<PolicyDraftRow> {
  const [row] = await tx
    .update(policyDrafts)
    .set({ ...change, updatedAt: ctx.now(), lockVersion: sql`${policyDrafts.lockVersion} + 1` })
    .where(
      and(
        eq(policyDrafts.projectId, ctx.projectId),
        eq(policyDrafts.id, seen.id),
        eq(policyDrafts.state, seen.state),
        eq(policyDrafts.lockVersion, seen.lockVersion),
      ),
    )
    .returning();
  if (!row) throw conflict(`Draft D-${seen.number} changed while you were at it; reload the page to see what changed.`);
  return row;
}

/** The policy of a name, or null. */
export async function findPolicyId(ctx: Context, name: string, db: Reader = ctx.db): Promise<string | null> {
  const [row] = await db
    .select({ id: policies.id })
    .from(policies)
    .where(and(eq(policies.projectId, ctx.projectId), eq(policies.name, name)));
  return row?.id ?? null;
}
