import "server-only";
import { eq } from "drizzle-orm";
import { projects } from "@/db/schema";
import type { Context } from "@/lib/context";
import { notFound } from "@/lib/errors";
import { findCardPage } from "./card-page-query";
import type { CardExport } from "./exports/card-export";
import { findLoggedModel } from "./logged-models/logged-model-query";
import { getVersionContent } from "./version-content-query";

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
  const { content } = await getVersionContent(ctx.db, ctx.projectId, version.runId, version);
  const logged = await findLoggedModel(ctx, version.loggedModelId);
  const [project] = await ctx.db.select({ name: projects.name }).from(projects).where(eq(projects.id, ctx.projectId));
  const status = shown.revision === facts.revision ? facts.status : "draft";
  return {
    project: project?.name ?? "",
    model: { name: model.name, description: model.description, useCase: model.useCase, riskTier: model.riskTier },
    version: { number: version.version, digest: version.digest, registeredAt: version.registeredAt },
    artifacts: content.artifacts,
    packages: logged?.requirements ?? [],
    flavors: logged?.manifest?.flavors ?? {},
    sizeBytes: logged?.manifest?.sizeBytes ?? null,
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
