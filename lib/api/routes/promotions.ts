import "server-only";
import { z } from "zod";
import { promotionStates } from "@/db/enums";
import { notFound } from "@/lib/errors";
import { readDecisions } from "@/lib/promotions/decisions-query";
import { findEvidenceDocument } from "@/lib/promotions/evidence-document-query";
import { listPromotions } from "@/lib/promotions/inbox-query";
import { findPromotion } from "@/lib/promotions/load-promotion";
import { getPromotion, postPromotion } from "@/lib/promotions/pipeline/handlers";
import { pipelineRequest } from "@/lib/promotions/pipeline/schemas";
import { figure, moment, numberOf, paged, pageOf, versionNumber } from "../fields";
import { readCursor, writeCursor } from "../paging";
import { type ApiRoute, jsonRoute, rawRoute } from "../route";

const listed = z
  .object({
    number: z.int(),
    state: z.enum(promotionStates),
    environment: z.string(),
    model: z.string(),
    riskTier: z.string(),
    version: z.int(),
    baseline: z.int().nullable().meta({ description: "Version that serves there now" }),
    requestedBy: z.string(),
    requestedAt: moment,
    expiresAt: moment.nullable(),
    due: moment.nullable(),
    counts: z.record(z.string(), z.int()).nullable().meta({ description: "Gates by outcome" }),
    approvals: z.int(),
    required: z.int().nullable(),
  })
  .meta({ id: "ListedPromotion" });
const gate = z.object({
  id: z.string(),
  title: z.string(),
  kind: z.string(),
  severity: z.string(),
  outcome: z.string(),
  observed: figure,
  limit: figure,
  comparison: z.string().nullable(),
  n: figure,
  ageSeconds: figure,
  sentence: z.string(),
  remedy: z.string().nullable(),
  remedyCommand: z.string().nullable(),
});
const promotion = z
  .object({
    number: z.int(),
    state: z.enum(promotionStates),
    isStale: z.boolean(),
    verdict: z.string().nullable(),
    sentence: z.string(),
    next: z.string().nullable(),
    model: z.string(),
    version: z.int(),
    target: z.string().nullable(),
    environment: z.string(),
    policy: z.object({ name: z.string(), version: z.int() }),
    requestedBy: z.string().nullable(),
    requestedAt: moment,
    evaluatedAt: moment.nullable(),
    expiresAt: moment.nullable(),
    subjectDigest: z.string().nullable(),
    approvals: z.object({ counted: z.int(), missing: z.array(z.string()) }),
    comparisons: z
      .array(z.object({ id: z.string(), name: z.string(), query: z.string(), digest: z.string() }))
      .meta({ description: "Comparisons attached as evidence, with the digest over what their runs hold now" }),
    rollout: z.int().nullable(),
    path: z.string(),
    counts: z.record(z.string(), z.int()),
    gates: z.array(gate),
  })
  .meta({ id: "Promotion" });
const decision = z
  .object({
    kind: z.string(),
    state: z.string().meta({ description: "valid, or why it counts no more" }),
    by: z.string(),
    comment: z.string(),
    subjectDigest: z.string(),
    decidedAt: moment,
    endedAt: moment.nullable(),
    endedReason: z.string().nullable(),
  })
  .meta({ id: "Decision" });
const evidence = z
  .object({
    evaluation: z.int(),
    evaluatedAt: moment,
    digest: z.string(),
    policyVersion: z.int(),
    evidence: z.record(z.string(), z.unknown()),
  })
  .meta({ id: "EvidenceDocument" });

const number = numberOf("P", "a promotion's number");
const params = z.object({ number });
const noPromotion = (asked: number) => notFound(`Promotion P-${asked}`);

export const promotionRoutes: readonly ApiRoute[] = [
  jsonRoute({
    method: "GET",
    path: "/promotions",
    tag: "Promotions",
    scope: "read",
    summary: "List promotions, newest first",
    query: z.object({
      view: z.enum(["open", "all"]).default("all"),
      state: z.enum(promotionStates).optional(),
      ...paged,
    }),
    response: pageOf(listed),
    handle: async ({ ctx, query }) => {
      const after = query.cursor === undefined ? null : readCursor(query.cursor);
      const page = await listPromotions(ctx, { view: query.view, state: query.state ?? null, after }, query.limit);
      return { items: page.rows, next: writeCursor(page.next) };
    },
  }),
  rawRoute({
    method: "GET",
    path: "/promotions/{number}",
    tag: "Promotions",
    scope: ["read", "promote"],
    summary: "Read where a promotion stands, gate by gate",
    params,
    answers: { json: promotion },
    handler: getPromotion,
  }),
  jsonRoute({
    method: "GET",
    path: "/promotions/{number}/decisions",
    tag: "Promotions",
    scope: "read",
    summary: "List the decisions on a promotion",
    params,
    response: z.object({ items: z.array(decision) }),
    handle: async ({ ctx, params: { number: asked } }) => {
      const found = await findPromotion(ctx, asked);
      if (!found) throw noPromotion(asked);
      const rows = await readDecisions(ctx, ctx.db, found.promotion.id);
      return { items: rows.map((row) => ({ ...row, by: row.signature.printedName })) };
    },
  }),
  jsonRoute({
    method: "GET",
    path: "/promotions/{number}/evidence",
    tag: "Promotions",
    scope: "read",
    summary: "Read the evidence document that the gates judged",
    params,
    query: z.object({ evaluation: versionNumber.optional().meta({ description: "The last one without it" }) }),
    response: evidence,
    handle: async ({ ctx, params: { number: asked }, query }) => {
      const found = await findEvidenceDocument(ctx, asked, query.evaluation ?? null);
      if (!found) throw notFound(`Evidence of P-${asked}`);
      return { ...found.stored, evidence: { ...(found.stored.evidence as object) } };
    },
  }),
  rawRoute({
    method: "POST",
    path: "/promotions",
    tag: "Promotions",
    scope: "promote",
    summary: "Request a promotion",
    description: "In the name of the token's owner. 200 when it is asked already. A token never approves.",
    accepts: { "application/json": pipelineRequest },
    answers: { json: promotion.extend({ outcome: z.string() }) },
    status: 201,
    handler: postPromotion,
  }),
];
