import "server-only";
import type { Tx } from "@/db/client";
import { riskTiers } from "@/db/enums";
import { environments } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import type { Context } from "@/lib/context";
import { insertPolicyVersion, reachOf } from "./insert-version";
import { policyPresets } from "./presets";

export const defaultEnvironments = ["staging", "production"] as const;

/** Gives a new project its environments and one preset policy a risk tier, in the transaction that creates it. */
export async function setUpGovernance(tx: Tx, ctx: Context): Promise<void> {
  for (const [position, name] of defaultEnvironments.entries()) {
    await tx.insert(environments).values({ projectId: ctx.projectId, name, position, createdAt: ctx.now() });
    await appendAudit(tx, ctx, {
      action: "environment.created",
      objectType: "environment",
      objectId: name,
      payload: { name },
    });
  }
  for (const tier of riskTiers) {
    const policy = policyPresets[tier];
    const { policyId, version, digest } = await insertPolicyVersion(tx, ctx, policy, null);
    await appendAudit(tx, ctx, {
      action: "policy.published",
      objectType: "policy",
      objectId: policyId,
      objectDigest: digest,
      payload: { policy: policy.name, version, ...reachOf(policy) },
    });
  }
}
