import "server-only";
import { and, desc, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { policies, policyVersions } from "@/db/schema";
import { canonicalDigest } from "@/lib/audit/canonical-json";
import type { Context } from "@/lib/context";
import { type Policy, policyDigest } from "./policy";

export type PublishedVersion = { policyId: string; policyVersionId: string; version: number; digest: string };
/** Who stands behind a version: nobody for a shipped preset, two people otherwise. */
export type Origin = { source: string; proposedBy: string; approvedBy: string; draftId: string } | null;

/** Writes a policy as the next version under its name. The database refuses a version of people without its approved draft. */
export async function insertPolicyVersion(
  tx: Tx,
  ctx: Context,
  policy: Policy,
  origin: Origin,
): Promise<PublishedVersion> {
  const { projectId } = ctx;
  const at = ctx.now();
  await tx
    .insert(policies)
    .values({ projectId, id: ctx.newId(), name: policy.name, createdAt: at })
    .onConflictDoNothing({ target: [policies.projectId, policies.name] });
  // The lock makes two publishers of one policy take turns, so that numbers have no gaps and no twins.
  const [owner] = await tx
    .select({ id: policies.id })
    .from(policies)
    .where(and(eq(policies.projectId, projectId), eq(policies.name, policy.name)))
    .for("update");
  if (!owner) throw new Error(`policy ${policy.name} was not stored`);
  const [newest] = await tx
    .select({ version: policyVersions.version })
    .from(policyVersions)
    .where(and(eq(policyVersions.projectId, projectId), eq(policyVersions.policyId, owner.id)))
    .orderBy(desc(policyVersions.version))
    .limit(1);
  const digest = policyDigest(policy, canonicalDigest);
  const policyVersionId = ctx.newId();
  const version = (newest?.version ?? 0) + 1;
  await tx.insert(policyVersions).values({
    projectId,
    id: policyVersionId,
    policyId: owner.id,
    version,
    body: policy,
    digest,
    source: origin?.source ?? null,
    publishedBy: origin?.proposedBy ?? null,
    approvedBy: origin?.approvedBy ?? null,
    draftId: origin?.draftId ?? null,
    publishedAt: at,
  });
  return { policyId: owner.id, policyVersionId, version, digest };
}

/** What the log says of a published policy's reach. */
export const reachOf = (policy: Policy) => ({
  riskTiers: policy.tiers,
  ...(policy.models === null ? {} : { models: policy.models }),
  environments: policy.environments ?? ["every environment"],
});
