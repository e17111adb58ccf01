import { and, eq } from "drizzle-orm";
import { policies, policyVersions } from "@/db/schema";
import { canonicalDigest } from "@/lib/audit/canonical-json";
import { type Policy, policySchema } from "@/lib/governance/policy";
import type { World } from "./testing";

/** A policy of its own for production, made from a shipped one: it wins over those for all environments. */
export async function bindPolicy(world: World, name: string, change: (policy: Policy) => Policy): Promise<void> {
  const { db, projectId } = world;
  const [shipped] = await db
    .select({ row: policyVersions })
    .from(policyVersions)
    .innerJoin(
      policies,
      and(eq(policies.projectId, policyVersions.projectId), eq(policies.id, policyVersions.policyId)),
    )
    .where(and(eq(policyVersions.projectId, projectId), eq(policies.name, name)));
  if (!shipped) throw new Error(`no policy ${name}`);
  const { row } = shipped;
  const body = change({ ...policySchema.parse(row.body), name: `${name} in production`, environments: ["production"] });
  const policyId = `${row.policyId}-p`;
  await db.insert(policies).values({ projectId, id: policyId, name: body.name, createdAt: row.publishedAt });
  await db
    .insert(policyVersions)
    .values({ ...row, id: `${row.id}-p`, policyId, version: 1, body, digest: canonicalDigest(body) });
}
