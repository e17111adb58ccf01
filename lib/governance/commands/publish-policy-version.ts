import "server-only";
import { and, desc, eq } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { policies, policyVersions } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { canonicalDigest } from "@/lib/audit/canonical-json";
import { authorize } from "@/lib/auth/authorize";
import { type Context, withTransaction } from "@/lib/context";
import { type Policy, policyDigest, policySchema } from "../policy";

export type PublishedVersion = {
  policyId: string;
  policyVersionId: string;
  version: number;
  digest: string;
  unchanged: boolean;
};

/** Publishes a policy as the next version under its name. Text equal to the newest version publishes nothing. */
export async function publishPolicyVersion(ctx: Context, raw: unknown): Promise<PublishedVersion> {
  authorize(ctx, "policy.publish");
  const policy = policySchema.parse(raw);
  return withTransaction(ctx, (tx) => insertPolicyVersion(tx, ctx, policy));
}

/** The write of `publishPolicyVersion` inside a caller's transaction; the caller has authorized `policy.publish`. */
export async function insertPolicyVersion(tx: Tx, ctx: Context, policy: Policy): Promise<PublishedVersion> {
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
    .select({ id: policyVersions.id, version: policyVersions.version, digest: policyVersions.digest })
    .from(policyVersions)
    .where(and(eq(policyVersions.projectId, projectId), eq(policyVersions.policyId, owner.id)))
    .orderBy(desc(policyVersions.version))
    .limit(1);
  const digest = policyDigest(policy, canonicalDigest);
  if (newest?.digest === digest) {
    return { policyId: owner.id, policyVersionId: newest.id, version: newest.version, digest, unchanged: true };
  }
  const policyVersionId = ctx.newId();
  const version = (newest?.version ?? 0) + 1;
  await tx.insert(policyVersions).values({
    projectId,
    id: policyVersionId,
    policyId: owner.id,
    version,
    body: policy,
    digest,
    publishedBy: ctx.actor.kind === "user" ? ctx.actor.userId : null,
    publishedAt: at,
  });
  await appendAudit(tx, ctx, {
    action: "policy.published",
    objectType: "policy",
    objectId: owner.id,
    objectDigest: digest,
    payload: {
      policy: policy.name,
      version,
      riskTiers: policy.tiers,
      environments: policy.environments ?? ["every environment"],
    },
  });
  return { policyId: owner.id, policyVersionId, version, digest, unchanged: false };
}
