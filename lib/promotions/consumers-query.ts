import "server-only";
import { and, asc, desc, eq, isNull, ne } from "drizzle-orm";
import type { Reader } from "@/db/client";
import { modelConsumers, modelVersions, runEvaluations, users } from "@/db/schema";
import type { Context } from "@/lib/context";
import type { ConsumerEvidence } from "@/lib/governance/gates/evidence-of-runs";
import { fieldEvidenceOf } from "./run-evidence";

export type ConsumerView = Awaited<ReturnType<typeof listConsumers>>[number];

/** Consumers of a model that are registered now, by name. */
export async function listConsumers(ctx: Context, modelId: string, db: Reader = ctx.db) {
  return db
    .select({
      id: modelConsumers.id,
      name: modelConsumers.name,
      description: modelConsumers.description,
      ownerUserId: modelConsumers.ownerUserId,
      ownerName: users.name,
      schema: modelConsumers.schema,
      schemaDigest: modelConsumers.schemaDigest,
      registeredAt: modelConsumers.registeredAt,
    })
    .from(modelConsumers)
    .leftJoin(users, eq(users.id, modelConsumers.ownerUserId))
    .where(
      and(
        eq(modelConsumers.projectId, ctx.projectId),
        eq(modelConsumers.modelId, modelId),
        isNull(modelConsumers.retiredAt),
      ),
    )
    .orderBy(asc(modelConsumers.name), desc(modelConsumers.registeredAt));
}

/** Consumers of a model as gates read them, in an order that does not depend on the database's collation. */
export async function readConsumerEvidence(ctx: Context, db: Reader, modelId: string): Promise<ConsumerEvidence[]> {
  const found = await listConsumers(ctx, modelId, db);
  return found
    .map(({ id, name, ownerName, schema, registeredAt }) => ({
      id,
      name,
      ownerName,
      sends: schema.inputs.map(fieldEvidenceOf),
      expects: schema.outputs.map(fieldEvidenceOf),
      registeredAt: registeredAt.toISOString(),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** Signature of the newest version of a model, or null: what a consumer built today would be held to. */
export async function findNewestSignature(ctx: Context, modelId: string) {
  const [newest] = await ctx.db
    .select({ signature: runEvaluations.signature })
    .from(modelVersions)
    .innerJoin(
      runEvaluations,
      and(eq(runEvaluations.projectId, modelVersions.projectId), eq(runEvaluations.runId, modelVersions.runId)),
    )
    .where(
      and(
        eq(modelVersions.projectId, ctx.projectId),
        eq(modelVersions.modelId, modelId),
        ne(modelVersions.status, "deleted"),
      ),
    )
    .orderBy(desc(modelVersions.version))
    .limit(1);
  return newest?.signature ?? null;
}
