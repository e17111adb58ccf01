import "server-only";
import { and, asc, eq } from "drizzle-orm";
import { projects, runArtifacts } from "@/db/schema";
import type { Context } from "@/lib/context";
import { notFound } from "@/lib/errors";
import { findCardPage } from "./card-page-query";
import type { CardExport } from "./exports/card-export";

/** One revision of a card (the newest unless told) with what every export format draws on. Throws NOT_FOUND. */
export async function getCardExport(
  ctx: Context,
  name: string,
  number: number,
  revision?: number,
): Promise<CardExport> {
  const page = await findCardPage(ctx, name, number, revision);
  if (!page?.shown) throw notFound(revision === undefined ? `A card of ${name} ${number}` : `Revision ${revision}`);
  const { shown, model, version, facts, approvedRevision, evidence } = page;
  const artifacts = await ctx.db
    .select({ path: runArtifacts.path, sha256: runArtifacts.sha256 })
    .from(runArtifacts)
    .where(and(eq(runArtifacts.projectId, ctx.projectId), eq(runArtifacts.runId, evidence.run.id)))
    .orderBy(asc(runArtifacts.path));
  const [project] = await ctx.db.select({ name: projects.name }).from(projects).where(eq(projects.id, ctx.projectId));
  const status = shown.revision === facts.revision ? facts.status : "draft";
  return {
    project: project?.name ?? "",
    model: { name: model.name, description: model.description, useCase: model.useCase, riskTier: model.riskTier },
    version: { number: version.version, digest: version.digest, registeredAt: version.registeredAt },
    artifacts,
    revision: shown.revision,
    status: shown.revision === approvedRevision && facts.status !== "archived" ? "approved" : status,
    approvedRevision,
    writtenAt: shown.editedAt,
    writtenBy: shown.editedBy,
    body: shown.body,
    figures: shown.figures,
    evidence,
  };
}
