import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { and, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { getDb } from "@/db/client";
import { models, modelVersions, type TargetRow, targets } from "@/db/schema";
import { authorize } from "@/lib/auth/authorize";
import { requireTokenContext } from "@/lib/auth/token-context";
import type { Context } from "@/lib/context";
import { notFound } from "@/lib/errors";
import { type Handler, json, readJson } from "@/lib/http";
import { acknowledgeTarget } from "./commands/acknowledge-target";

const maxWaitSeconds = 30;
const waitParam = z.coerce.number().min(0).max(maxWaitSeconds).catch(0);

async function findTarget(ctx: Context, name: string): Promise<TargetRow> {
  const [row] = await ctx.db
    .select()
    .from(targets)
    .where(and(eq(targets.projectId, ctx.projectId), eq(targets.name, name)));
  if (!row) throw notFound(`Target ${name.slice(0, 100)}`);
  return row;
}

/** The desired state in the words of a serving system: versions by number, digest and run. */
export async function desiredDocument(ctx: Context, target: TargetRow) {
  const { desired } = target;
  const ids = [desired.stableVersionId, desired.candidateVersionId].filter((id) => id !== null);
  const versions = ids.length
    ? await ctx.db
        .select({
          id: modelVersions.id,
          version: modelVersions.version,
          digest: modelVersions.digest,
          runId: modelVersions.runId,
        })
        .from(modelVersions)
        .where(and(eq(modelVersions.projectId, ctx.projectId), inArray(modelVersions.id, ids)))
    : [];
  const [model] = await ctx.db
    .select({ name: models.name })
    .from(models)
    .where(and(eq(models.projectId, ctx.projectId), eq(models.id, target.modelId)));
  const described = (id: string | null) => versions.find((v) => v.id === id) ?? null;
  return {
    target: target.name,
    environment: target.environment,
    model: model?.name ?? null,
    generation: target.desiredGeneration,
    stable: described(desired.stableVersionId),
    candidate: described(desired.candidateVersionId),
    stage: desired.stage,
    weight: desired.weight,
    mirrorPercent: desired.mirrorPercent,
    match: desired.match,
  };
}

/**
 * GET desired state of a pull target. The ETag is its generation: with `If-None-Match` and `?wait=SECONDS` (at most 30)
 * the answer waits for a newer generation and is 304 when none came.
 */
export const getDesiredState: Handler = async (request, params) => {
  const ctx = await requireTokenContext(request, "deploy", getDb());
  authorize(ctx, "target.poll");
  const seen = request.headers.get("if-none-match");
  const deadline = Date.now() + waitParam.parse(new URL(request.url).searchParams.get("wait") ?? 0) * 1000;
  for (;;) {
    const target = await findTarget(ctx, params.target ?? "");
    const etag = `"${target.desiredGeneration}"`;
    if (seen !== etag) return json(await desiredDocument(ctx, target), { headers: { etag } });
    if (Date.now() >= deadline || request.signal.aborted) return new Response(null, { status: 304, headers: { etag } });
    await sleep(500);
  }
};

const reportBody = z.object({
  generation: z.number().int(),
  weight: z.number().optional(),
  samples: z.number().int().optional(),
});

/** POST what a target serves: `{"generation": n, "weight"?: percent, "samples"?: requests since the stage began}`. */
export const postAcknowledgement: Handler = async (request, params) => {
  const ctx = await requireTokenContext(request, "deploy", getDb());
  const body = await readJson(request);
  return json(
    await acknowledgeTarget(ctx, {
      ...reportBody.parse(body),
      target: params.target ?? "",
    }),
  );
};
