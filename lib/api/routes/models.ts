import "server-only";
import { and, asc, eq } from "drizzle-orm";
import { z } from "zod";
import { riskTiers } from "@/db/enums";
import { modelAliases, modelVersions } from "@/db/schema";
import type { Context } from "@/lib/context";
import { notFound } from "@/lib/errors";
import { findCardPage } from "@/lib/models/card-page-query";
import { findModelPage } from "@/lib/models/model-page-query";
import { listModels } from "@/lib/models/queries";
import { findVersionPage } from "@/lib/models/version-page-query";
import { postVersion } from "@/lib/models/versions-handlers";
import { figure, moment, name, paged, pageOf, versionNumber } from "../fields";
import { sliceOf } from "../paging";
import { type ApiRoute, jsonRoute, rawRoute } from "../route";

const listed = z
  .object({
    name: z.string(),
    useCase: z.string(),
    riskTier: z.enum(riskTiers),
    ownerName: z.string().nullable(),
    versions: z.int(),
    latest: z.int().nullable(),
    registeredAt: moment.nullable(),
  })
  .meta({ id: "ListedModel" });
const model = z
  .object({
    name: z.string(),
    description: z.string(),
    useCase: z.string(),
    riskTier: z.enum(riskTiers),
    ownerName: z.string().nullable(),
    tags: z.record(z.string(), z.string()),
    createdAt: moment,
    openPromotions: z.array(z.object({ number: z.int(), state: z.string(), environment: z.string() })),
  })
  .meta({ id: "Model" });
const listedVersion = z
  .object({
    version: z.int(),
    digest: z.string(),
    status: z.string(),
    description: z.string(),
    registeredAt: moment,
    registeredBy: z.string(),
    runId: z.string(),
    runName: z.string(),
    metrics: z.record(z.string(), figure),
  })
  .meta({ id: "ListedVersion" });
const version = z
  .object({
    model: z.string(),
    version: z.int(),
    digest: z.string(),
    digestHolds: z.boolean().meta({ description: "The run is still what was registered" }),
    status: z.string(),
    description: z.string(),
    tags: z.record(z.string(), z.string()),
    source: z.string(),
    runId: z.string(),
    registeredAt: moment,
    registeredBy: z.string(),
    latest: z.int(),
    metrics: z.array(
      z.object({ key: z.string(), value: figure, ciLow: figure, ciHigh: figure, n: z.int().nullable() }),
    ),
    promotions: z.array(
      z.object({
        number: z.int(),
        environment: z.string(),
        state: z.string(),
        requestedAt: moment,
        requestedBy: z.string(),
      }),
    ),
  })
  .meta({ id: "Version" });
const card = z
  .object({
    state: z.string(),
    revision: z.int().nullable().meta({ description: "Null while nobody has written one" }),
    body: z.record(z.string(), z.unknown()).nullable(),
    editedAt: moment.nullable(),
    editedBy: z.string().nullable(),
    reviews: z.array(
      z.object({ kind: z.string(), revision: z.int(), comment: z.string().nullable(), at: moment, by: z.string() }),
    ),
  })
  .meta({ id: "Card" });

const params = z.object({ model: name });
const versionParams = params.extend({ version: versionNumber });

async function requireModel(ctx: Context, called: string) {
  const found = await findModelPage(ctx, called);
  if (!found) throw notFound(`Model ${called.slice(0, 120)}`);
  return found;
}

const listAliases = (ctx: Context, modelId: string) =>
  ctx.db
    .select({ alias: modelAliases.alias, version: modelVersions.version, setAt: modelAliases.setAt })
    .from(modelAliases)
    .innerJoin(
      modelVersions,
      and(eq(modelVersions.projectId, modelAliases.projectId), eq(modelVersions.id, modelAliases.versionId)),
    )
    .where(and(eq(modelAliases.projectId, ctx.projectId), eq(modelAliases.modelId, modelId)))
    .orderBy(asc(modelAliases.alias));

export const modelRoutes: readonly ApiRoute[] = [
  jsonRoute({
    method: "GET",
    path: "/models",
    tag: "Models",
    scope: "read",
    summary: "List models by name",
    query: z.object(paged),
    response: pageOf(listed),
    handle: async ({ ctx, query }) => sliceOf(await listModels(ctx), (row) => row.id, query),
  }),
  jsonRoute({
    method: "GET",
    path: "/models/{model}",
    tag: "Models",
    scope: "read",
    summary: "Read a model",
    params,
    response: model,
    handle: async ({ ctx, params: { model: called } }) => {
      const found = await requireModel(ctx, called);
      return { ...found.model, ownerName: found.ownerName, openPromotions: found.openPromotions };
    },
  }),
  jsonRoute({
    method: "GET",
    path: "/models/{model}/versions",
    tag: "Models",
    scope: "read",
    summary: "List the versions of a model, newest first",
    params,
    query: z.object(paged),
    response: pageOf(listedVersion),
    handle: async ({ ctx, params: { model: called }, query }) =>
      sliceOf((await requireModel(ctx, called)).versions, (row) => row.version, query),
  }),
  jsonRoute({
    method: "GET",
    path: "/models/{model}/aliases",
    tag: "Models",
    scope: "read",
    summary: "List the aliases that clients gave to versions",
    params,
    response: z.object({ items: z.array(z.object({ alias: z.string(), version: z.int(), setAt: moment })) }),
    handle: async ({ ctx, params: { model: called } }) => ({
      items: await listAliases(ctx, (await requireModel(ctx, called)).model.id),
    }),
  }),
  jsonRoute({
    method: "GET",
    path: "/models/{model}/versions/{version}",
    tag: "Models",
    scope: "read",
    summary: "Read a version",
    params: versionParams,
    response: version,
    handle: async ({ ctx, params: { model: called, version: number } }) => {
      const found = await findVersionPage(ctx, called, number);
      if (!found) throw notFound(`Version ${number} of ${called.slice(0, 120)}`);
      const { version: row, metrics, promotions, digestHolds, registeredBy, latest } = found;
      return { ...row, model: found.model.name, metrics, promotions, digestHolds, registeredBy, latest };
    },
  }),
  jsonRoute({
    method: "GET",
    path: "/models/{model}/versions/{version}/card",
    tag: "Models",
    scope: "read",
    summary: "Read the model card of a version",
    params: versionParams,
    query: z.object({ revision: versionNumber.optional() }),
    response: card,
    handle: async ({ ctx, params: { model: called, version: number }, query }) => {
      const page = await findCardPage(ctx, called, number, query.revision);
      if (!page) throw notFound(`The card of version ${number} of ${called.slice(0, 120)}`);
      const { shown, reviews, facts } = page;
      return {
        state: facts.status,
        revision: shown?.revision ?? null,
        body: shown ? { ...shown.body } : null,
        editedAt: shown?.editedAt ?? null,
        editedBy: shown?.editedBy ?? null,
        reviews,
      };
    },
  }),
  rawRoute({
    method: "POST",
    path: "/models/{model}/versions",
    tag: "Models",
    scope: "promote",
    summary: "Register a run as the next version",
    description: "201 for a new version, 200 with the one that the run already is.",
    params,
    accepts: {
      "application/json": z.object({ run: z.string(), description: z.string().max(4000).default("") }),
    },
    answers: {
      json: z.object({
        outcome: z.enum(["registered", "unchanged"]),
        model: z.string(),
        version: z.int(),
        digest: z.string(),
      }),
    },
    status: 201,
    handler: postVersion,
  }),
];
