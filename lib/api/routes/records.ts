import "server-only";
import { z } from "zod";
import { findAuditEvent } from "@/lib/audit/event-query";
import { getLogStatus } from "@/lib/audit/status-query";
import { ownerContext } from "@/lib/auth/owner-context";
import { notFound } from "@/lib/errors";
import { searchRunKeys } from "@/lib/experiments/run-keys-query";
import { listSavedViews } from "@/lib/experiments/saved-views-query";
import { findModelByName, findVersion, listVersionsOfRun } from "@/lib/models/queries";
import { listConsumers } from "@/lib/promotions/consumers-query";
import { listThreads } from "@/lib/promotions/discussion/threads-query";
import { listEmergencies } from "@/lib/promotions/emergencies-query";
import { findPromotion } from "@/lib/promotions/load-promotion";
import { listWaivers } from "@/lib/promotions/waivers-query";
import { listedEvent, toEvent } from "../events/event";
import { moment, name, numberOf, paged, pageOf, versionNumber } from "../fields";
import { sliceOf } from "../paging";
import { type ApiRoute, jsonRoute } from "../route";

const savedView = z
  .object({
    id: z.string(),
    name: z.string(),
    isShared: z.boolean().meta({ description: "The team's; otherwise the token's owner's" }),
    isDefault: z.boolean(),
    params: z.record(z.string(), z.string()).meta({ description: "The query of its address" }),
  })
  .meta({ id: "SavedView" });
const consumer = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    ownerName: z.string().nullable(),
    schema: z.record(z.string(), z.unknown()),
    schemaDigest: z.string(),
    registeredAt: moment,
  })
  .meta({ id: "Consumer" });
const waiver = z
  .object({
    id: z.string(),
    gateId: z.string(),
    title: z.string(),
    environment: z.string(),
    promotion: z.int(),
    waivedOutcome: z.enum(["failed", "inconclusive"]),
    owner: z.string(),
    grantor: z.string(),
    reason: z.string(),
    compensatingControl: z.string(),
    grantedAt: moment,
    expiresAt: moment,
    endedAt: moment.nullable(),
    endKind: z.enum(["expired", "revoked"]).nullable(),
    endedReason: z.string().nullable(),
  })
  .meta({ id: "Waiver" });
const emergency = z
  .object({
    number: z.int(),
    rollout: z.int().nullable(),
    usedByName: z.string(),
    reason: z.string(),
    incident: z.string(),
    bypassed: z.array(z.string()),
    usedAt: moment,
    reviewDueAt: moment,
    verdict: z.enum(["upheld", "objected"]).nullable(),
    reviewer: z.string().nullable(),
    reviewComment: z.string().nullable(),
    reviewedAt: moment.nullable(),
  })
  .meta({ id: "EmergencyUse" });
const thread = z
  .object({
    id: z.string(),
    anchor: z.string().nullable().meta({ description: "What it is about, such as a gate or a slice" }),
    resolvedAt: moment.nullable(),
    resolvedByName: z.string().nullable(),
    comments: z.array(
      z.object({
        id: z.string(),
        author: z.string(),
        body: z.string(),
        createdAt: moment,
        editedAt: moment.nullable(),
      }),
    ),
    findings: z.array(z.object({ number: z.int(), state: z.string() })),
  })
  .meta({ id: "Thread" });
const checkpoint = z.object({ number: z.int(), size: z.int(), root: z.string(), keyId: z.string(), signedAt: moment });

const number = numberOf("P", "a promotion's number");

async function requirePromotion(ctx: Parameters<typeof findPromotion>[0], asked: number) {
  const found = await findPromotion(ctx, asked);
  if (!found) throw notFound(`Promotion P-${asked}`);
  return found.promotion;
}

export const recordRoutes: readonly ApiRoute[] = [
  jsonRoute({
    method: "GET",
    path: "/saved-views",
    tag: "Experiments",
    scope: "read",
    summary: "List saved views of the run table: the team's and the token's owner's",
    query: z.object({
      experiment: name.optional().meta({ description: "Of this experiment; over all without it" }),
      ...paged,
    }),
    response: pageOf(savedView),
    handle: async ({ ctx, query: { experiment, ...asked } }) => {
      const owner = await ownerContext(ctx, "project.view");
      return sliceOf(await listSavedViews(owner, experiment ?? null), (row) => row.id, asked);
    },
  }),
  jsonRoute({
    method: "GET",
    path: "/run-keys",
    tag: "Experiments",
    scope: "read",
    summary: "List names of metrics, parameters and tags, those of most runs first",
    description: "At most 500; find others by a part of their name.",
    query: z.object({
      q: z.string().max(250).default(""),
      kind: z.enum(["metric", "param", "tag"]).optional(),
      ...paged,
    }),
    response: pageOf(z.object({ kind: z.enum(["metric", "param", "tag"]), key: z.string(), runs: z.int() })),
    handle: async ({ ctx, query: { q, kind, ...asked } }) => {
      const kinds = kind ? [kind] : (["metric", "param", "tag"] as const);
      const { keys } = await searchRunKeys(ctx, { text: q, kinds, limit: 500 });
      return sliceOf(keys, (row) => `${row.kind} ${row.key}`, asked);
    },
  }),
  jsonRoute({
    method: "GET",
    path: "/runs/{run}/versions",
    tag: "Experiments",
    scope: "read",
    summary: "List the model versions that a run became",
    params: z.object({ run: name }),
    response: z.object({ items: z.array(z.object({ model: z.string(), version: z.int() })) }),
    handle: async ({ ctx, params }) => ({
      items: (await listVersionsOfRun(ctx, params.run)).map(({ modelName, version }) => ({
        model: modelName,
        version,
      })),
    }),
  }),
  jsonRoute({
    method: "GET",
    path: "/models/{model}/consumers",
    tag: "Models",
    scope: "read",
    summary: "List who calls a model, with the schemas they rely on",
    params: z.object({ model: name }),
    query: z.object(paged),
    response: pageOf(consumer),
    handle: async ({ ctx, params, query }) => {
      const model = await findModelByName(ctx, params.model);
      if (!model) throw notFound(`Model ${params.model.slice(0, 120)}`);
      const rows = (await listConsumers(ctx, model.id)).map((row) => ({ ...row, schema: { ...row.schema } }));
      return sliceOf(rows, (row) => row.id, query);
    },
  }),
  jsonRoute({
    method: "GET",
    path: "/models/{model}/versions/{version}/waivers",
    tag: "Promotions",
    scope: "read",
    summary: "List every waiver that a version ever had, oldest first",
    params: z.object({ model: name, version: versionNumber }),
    query: z.object(paged),
    response: pageOf(waiver),
    handle: async ({ ctx, params, query }) => {
      const found = await findVersion(ctx, params.model, params.version);
      if (!found) throw notFound(`Version ${params.version} of ${params.model.slice(0, 120)}`);
      return sliceOf(await listWaivers(ctx, { versionId: found.version.id }), (row) => row.id, query);
    },
  }),
  jsonRoute({
    method: "GET",
    path: "/promotions/{number}/discussion",
    tag: "Promotions",
    scope: "read",
    summary: "List the threads on a promotion, oldest first",
    params: z.object({ number }),
    query: z.object(paged),
    response: pageOf(thread),
    handle: async ({ ctx, params, query }) => {
      const { id } = await requirePromotion(ctx, params.number);
      return sliceOf(await listThreads(ctx, id), (row) => row.id, query);
    },
  }),
  jsonRoute({
    method: "GET",
    path: "/promotions/{number}/emergencies",
    tag: "Promotions",
    scope: "read",
    summary: "List emergency uses on a promotion, with their reviews",
    params: z.object({ number }),
    response: z.object({ items: z.array(emergency) }),
    handle: async ({ ctx, params }) => {
      const { id } = await requirePromotion(ctx, params.number);
      return { items: await listEmergencies(ctx, { promotionIds: [id] }) };
    },
  }),
  jsonRoute({
    method: "GET",
    path: "/audit/events/{event}",
    tag: "Audit log",
    scope: "read",
    summary: "Read an event with its sealed bytes and its inclusion proof",
    params: z.object({ event: name }),
    response: listedEvent
      .extend({
        canonical: z.string().meta({ description: "The bytes that the leaf is the hash of (RFC 8785)" }),
        proof: z
          .object({
            checkpoint,
            note: z.string().meta({ description: "The signed checkpoint" }),
            steps: z.array(z.object({ hash: z.string(), side: z.enum(["left", "right"]), events: z.int() })),
          })
          .nullable()
          .meta({ description: "Null while the event waits for a checkpoint" }),
      })
      .meta({ id: "AuditEventDetail" }),
    handle: async ({ ctx, params }) => {
      const found = await findAuditEvent(ctx, params.event);
      if (!found) throw notFound(`Event ${params.event.slice(0, 64)}`);
      return { ...toEvent(found), canonical: found.canonical, proof: found.proof };
    },
  }),
  jsonRoute({
    method: "GET",
    path: "/audit/status",
    tag: "Audit log",
    scope: "read",
    summary: "Read how far the log is sealed, by which key, and when it was last verified",
    response: z
      .object({
        origin: z.string(),
        checkpoint: checkpoint.nullable(),
        vkey: z.string().nullable().meta({ description: "Key to verify checkpoints with" }),
        waiting: z.int(),
        verified: z
          .object({ at: moment, intact: z.boolean(), size: z.int(), broken: z.string().nullable() })
          .nullable(),
      })
      .meta({ id: "LogStatus" }),
    handle: async ({ ctx }) => {
      const { verified, ...status } = await getLogStatus(ctx);
      return { ...status, verified: verified && { ...verified, at: verified.event.occurredAt } };
    },
  }),
];
