import "server-only";
import { and, asc, desc, eq } from "drizzle-orm";
import type { Reader } from "@/db/client";
import type { RiskTier } from "@/db/enums";
import { environments, policies, policyVersions, users } from "@/db/schema";
import type { Context } from "@/lib/context";
import { notFound } from "@/lib/errors";
import { type Policy, policySchema, selectPolicy } from "./policy";

/** One published version of a policy, read back through its schema. */
export type PublishedPolicy = {
  policyVersionId: string;
  policyId: string;
  version: number;
  digest: string;
  publishedAt: Date;
  publishedBy: string | null;
  policy: Policy;
};

function select(db: Reader, projectId: number, where?: ReturnType<typeof eq>) {
  return db
    .select({ row: policyVersions, publishedBy: users.name })
    .from(policyVersions)
    .innerJoin(
      policies,
      and(eq(policies.projectId, policyVersions.projectId), eq(policies.id, policyVersions.policyId)),
    )
    .leftJoin(users, eq(users.id, policyVersions.publishedBy))
    .where(and(eq(policyVersions.projectId, projectId), where))
    .orderBy(asc(policies.name), desc(policyVersions.version));
}

type Selected = Awaited<ReturnType<typeof select>>[number];

const read = ({ row, publishedBy }: Selected): PublishedPolicy => ({
  policyVersionId: row.id,
  policyId: row.policyId,
  version: row.version,
  digest: row.digest,
  publishedAt: row.publishedAt,
  publishedBy,
  policy: policySchema.parse(row.body),
});

/** The newest version of every policy, by name. */
export async function listPolicies(ctx: Context, db: Reader = ctx.db): Promise<PublishedPolicy[]> {
  const rows = await select(db, ctx.projectId);
  const seen = new Set<string>();
  return rows.flatMap((found) => {
    if (seen.has(found.row.policyId)) return [];
    seen.add(found.row.policyId);
    return [read(found)];
  });
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

/** The policy that decides for a risk tier in an environment now, or null when none applies. */
export async function findApplicablePolicy(
  ctx: Context,
  tier: RiskTier,
  environment: string,
  db: Reader = ctx.db,
): Promise<PublishedPolicy | null> {
  const published = await listPolicies(ctx, db);
  const chosen = selectPolicy(
    published.map((entry) => ({ ...entry, tiers: entry.policy.tiers, environments: entry.policy.environments })),
    tier,
    environment,
  );
  return chosen;
}

/** Environments in their order, from first to last before people are affected. */
export async function listEnvironments(ctx: Context, db: Reader = ctx.db) {
  return db
    .select({ name: environments.name, position: environments.position })
    .from(environments)
    .where(eq(environments.projectId, ctx.projectId))
    .orderBy(asc(environments.position));
}
