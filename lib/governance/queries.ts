import "server-only";
import { and, asc, desc, eq, exists, gt, isNull, not, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Reader } from "@/db/client";
import { environments, models, policies, policyDrafts, policyRetirements, policyVersions, users } from "@/db/schema";
import type { Context } from "@/lib/context";
import { notFound, preconditionFailed } from "@/lib/errors";
import { formatList } from "@/lib/format";
import { keepRecent } from "@/lib/keep-recent";
import { type Policy, policySchema } from "./policy";
import { type Place, type Resolution, resolvePolicy } from "./policy-selection";

const approvers = alias(users, "approvers");
const retirers = alias(users, "retirers");
const retirementApprovers = alias(users, "retirement_approvers");
const retirementDrafts = alias(policyDrafts, "retirement_drafts");

/** How a policy ended after a version. */
export type Retirement = { at: Date; proposedBy: string; approvedBy: string; draft: number; reason: string };

/** One published version of a policy, read back through its schema. */
export type PublishedPolicy = {
  policyVersionId: string;
  policyId: string;
  version: number;
  digest: string;
  publishedAt: Date;
  /** Who proposed it; null = a shipped preset. */
  publishedBy: string | null;
  /** The second person; null = a shipped preset, or published before a second one was needed. */
  approvedBy: string | null;
  /** The draft it came from. */
  draft: number | null;
  /** The text it was written as; null = it never had one. */
  source: string | null;
  /** Null = it did not end after this version. */
  retirement: Retirement | null;
  policy: Policy;
};

function select(db: Reader, projectId: number, where?: SQL) {
  return db
    .select({
      row: policyVersions,
      publishedBy: users.name,
      approvedBy: approvers.name,
      draft: policyDrafts.number,
      retiredAt: policyRetirements.retiredAt,
      retiredReason: policyRetirements.reason,
      retiredBy: retirers.name,
      retirementApprovedBy: retirementApprovers.name,
      retirementDraft: retirementDrafts.number,
    })
    .from(policyVersions)
    .innerJoin(
      policies,
      and(eq(policies.projectId, policyVersions.projectId), eq(policies.id, policyVersions.policyId)),
    )
    .leftJoin(users, eq(users.id, policyVersions.publishedBy))
    .leftJoin(approvers, eq(approvers.id, policyVersions.approvedBy))
    .leftJoin(
      policyDrafts,
      and(eq(policyDrafts.projectId, policyVersions.projectId), eq(policyDrafts.id, policyVersions.draftId)),
    )
    .leftJoin(
      policyRetirements,
      and(
        eq(policyRetirements.projectId, policyVersions.projectId),
        eq(policyRetirements.policyVersionId, policyVersions.id),
      ),
    )
    .leftJoin(retirers, eq(retirers.id, policyRetirements.proposedBy))
    .leftJoin(retirementApprovers, eq(retirementApprovers.id, policyRetirements.approvedBy))
    .leftJoin(
      retirementDrafts,
      and(
        eq(retirementDrafts.projectId, policyRetirements.projectId),
        eq(retirementDrafts.id, policyRetirements.draftId),
      ),
    )
    .where(and(eq(policyVersions.projectId, projectId), where))
    .orderBy(asc(policies.name), desc(policyVersions.version));
}

type Selected = Awaited<ReturnType<typeof select>>[number];

/** Published versions never change, so each is read through its schema once; nobody changes what comes back. */
const parsed = keepRecent<Policy>(200);

function policyOf({ projectId, id, digest, body }: Selected["row"]): Policy {
  const key = `${projectId}/${id}/${digest}`;
  return parsed.get(key) ?? parsed.put(key, policySchema.parse(body));
}

const read = ({ row, publishedBy, approvedBy, draft, ...retired }: Selected): PublishedPolicy => ({
  policyVersionId: row.id,
  policyId: row.policyId,
  version: row.version,
  digest: row.digest,
  publishedAt: row.publishedAt,
  publishedBy,
  approvedBy,
  draft,
  source: row.source,
  retirement: retired.retiredAt && {
    at: retired.retiredAt,
    proposedBy: retired.retiredBy ?? "",
    approvedBy: retired.retirementApprovedBy ?? "",
    draft: retired.retirementDraft ?? 0,
    reason: retired.retiredReason ?? "",
  },
  policy: policyOf(row),
});

/** The newest version of every policy in force, by name. */
export async function listPolicies(ctx: Context, db: Reader = ctx.db): Promise<PublishedPolicy[]> {
  return (await listNewestVersions(ctx, db)).filter((entry) => entry.retirement === null);
}

/** The newest version of every policy, by name: in force, or the last one of a policy that was retired. */
export async function listNewestVersions(ctx: Context, db: Reader = ctx.db): Promise<PublishedPolicy[]> {
  const newer = alias(policyVersions, "newer");
  const isOlder = exists(
    db
      .select({ version: newer.version })
      .from(newer)
      .where(
        and(
          eq(newer.projectId, policyVersions.projectId),
          eq(newer.policyId, policyVersions.policyId),
          gt(newer.version, policyVersions.version),
        ),
      ),
  );
  return (await select(db, ctx.projectId, not(isOlder))).map(read);
}

/** All versions of one policy, newest first; empty when the project has no policy of that name. */
export async function listPolicyVersions(ctx: Context, name: string): Promise<PublishedPolicy[]> {
  return (await select(ctx.db, ctx.projectId, eq(policies.name, name))).map(read);
}

/** One version by its id. Throws NOT_FOUND. */
export async function getPolicyVersion(
  ctx: Context,
  policyVersionId: string,
  db: Reader = ctx.db,
): Promise<PublishedPolicy> {
  const [found] = await select(db, ctx.projectId, eq(policyVersions.id, policyVersionId));
  if (!found) throw notFound(`Policy version ${policyVersionId}`);
  return read(found);
}

export type BoundPolicy = PublishedPolicy & Pick<Policy, "tiers" | "models" | "environments">;

/** Which live policy decides at a place, and what became of every other one. */
export async function resolveApplicablePolicy(
  ctx: Context,
  place: Place,
  db: Reader = ctx.db,
): Promise<Resolution<BoundPolicy>> {
  const published = await listPolicies(ctx, db);
  const bound = published.map((entry) => {
    const { tiers, models, environments } = entry.policy;
    return { ...entry, tiers, models, environments };
  });
  return resolvePolicy(bound, place);
}

/** The policy that decides at a place now, or null when none applies. PRECONDITION_FAILED when two tie: neither decides then. */
export async function findApplicablePolicy(
  ctx: Context,
  place: Place,
  db: Reader = ctx.db,
): Promise<PublishedPolicy | null> {
  const { chosen, tied } = await resolveApplicablePolicy(ctx, place, db);
  if (tied.length > 0) {
    throw preconditionFailed(
      `${formatList(tied.map((entry) => entry.policy.name))} apply equally to ${place.model} at ${place.tier} risk in ${place.environment}, so neither decides. A risk officer narrows one of them.`,
    );
  }
  return chosen;
}

/** Models with their tier, by name: what a policy can be bound to. */
export async function listModelNames(ctx: Context, db: Reader = ctx.db) {
  return db
    .select({ name: models.name, tier: models.riskTier })
    .from(models)
    .where(and(eq(models.projectId, ctx.projectId), isNull(models.deletedAt)))
    .orderBy(asc(models.name));
}

/** Environments in their order, from first to last before people are affected. */
export async function listEnvironments(ctx: Context, db: Reader = ctx.db) {
  return db
    .select({ name: environments.name, position: environments.position })
    .from(environments)
    .where(eq(environments.projectId, ctx.projectId))
    .orderBy(asc(environments.position));
}
