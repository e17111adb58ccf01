import "server-only";
import { z } from "zod";
import { findingStates, riskTiers } from "@/db/enums";
import { ownerContext } from "@/lib/auth/owner-context";
import { notFound } from "@/lib/errors";
import { loadAppliesPage } from "@/lib/governance/applies-query";
import { listDrafts, loadDraftPage } from "@/lib/governance/drafts/draft-page-query";
import { findFindingPage } from "@/lib/governance/findings/findings-list-query";
import { findAssessmentPage } from "@/lib/governance/risk/assessment-page-query";
import { moment, name, numberOf, paged, pageOf, versionNumber } from "../fields";
import { sliceOf } from "../paging";
import { type ApiRoute, jsonRoute } from "../route";

const draft = z
  .object({
    number: z.int(),
    name: z.string(),
    kind: z.string(),
    isNew: z.boolean(),
    state: z.enum(["draft", "proposed", "published", "withdrawn", "rejected"]),
    by: z.string(),
    updatedAt: moment,
    reason: z.string().nullable(),
  })
  .meta({ id: "PolicyDraft" });
const draftDetail = z
  .object({
    number: z.int(),
    name: z.string(),
    kind: z.string(),
    state: z.string(),
    reason: z.string().nullable(),
    source: z.string().meta({ description: "The policy as YAML" }),
    createdBy: z.string(),
    proposedBy: z.string().nullable(),
    updatedAt: moment,
    deciders: z.array(z.string()).readonly(),
    affected: z.array(z.record(z.string(), z.unknown())).meta({ description: "Open promotions that it would judge" }),
    decision: z
      .object({ kind: z.enum(["approve", "reject"]), by: z.string(), at: moment, comment: z.string() })
      .nullable(),
  })
  .meta({ id: "PolicyDraftDetail" });
const assessment = z
  .object({
    model: z.string(),
    version: z.int().nullable().meta({ description: "Null: of the model as a whole, whose tier it sets" }),
    tier: z.enum(riskTiers).meta({ description: "That the model has now" }),
    revisions: z.array(
      z.object({
        revision: z.int(),
        state: z.string(),
        body: z.record(z.string(), z.unknown()),
        bodyDigest: z.string(),
        computedTier: z.enum(riskTiers).nullable(),
        tier: z.enum(riskTiers).nullable(),
        reviewDue: z.string().nullable(),
        createdAt: moment,
        submitter: z.string().nullable(),
        submittedAt: moment.nullable(),
        signer: z.string().nullable(),
        signedAt: moment.nullable(),
        sender: z.string().nullable(),
        sentBackAt: moment.nullable(),
        sentBackReason: z.string().nullable(),
      }),
    ),
    reviewTriggers: z.array(
      z.object({
        kind: z.string(),
        reason: z.string(),
        raisedBy: z.string().nullable(),
        raisedAt: moment,
        answeredBy: z.int().nullable().meta({ description: "The revision whose sign-off answered it" }),
      }),
    ),
  })
  .meta({ id: "RiskAssessment" });
const history = z
  .object({
    seq: z.int(),
    kind: z.string(),
    from: z.enum(findingStates).nullable(),
    to: z.enum(findingStates),
    note: z.string(),
    changes: z.array(z.record(z.string(), z.unknown())),
    by: z.string().nullable().meta({ description: "Null: the installation itself" }),
    at: moment,
  })
  .meta({ id: "FindingEvent" });
const applies = z.object({
  model: z.string(),
  tier: z.enum(riskTiers),
  environments: z.array(
    z.object({
      environment: z.string(),
      policy: z
        .object({ name: z.string(), version: z.int() })
        .nullable()
        .meta({ description: "Null: none or no single one" }),
    }),
  ),
});

export const governanceRoutes: readonly ApiRoute[] = [
  jsonRoute({
    method: "GET",
    path: "/models/{model}/risk",
    tag: "Risk",
    scope: "read",
    summary: "Read the risk assessment of a model or version, with its revisions",
    params: z.object({ model: name }),
    query: z.object({ version: versionNumber.optional() }),
    response: assessment,
    handle: async ({ ctx, params, query }) => {
      const page = await findAssessmentPage(ctx, params.model, query.version ?? null);
      if (!page) throw notFound(`Model ${params.model.slice(0, 120)} or its version`);
      return {
        model: page.model.name,
        version: page.version,
        tier: page.model.riskTier,
        revisions: page.revisions.map((row) => ({ ...row, body: { ...row.body } })),
        reviewTriggers: page.triggers.map(({ trigger, name: by }) => ({ ...trigger, raisedBy: by })),
      };
    },
  }),
  jsonRoute({
    method: "GET",
    path: "/findings/{number}/history",
    tag: "Risk",
    scope: "read",
    summary: "List what happened to a finding, newest first",
    params: z.object({ number: numberOf("F", "a finding's number") }),
    query: z.object(paged),
    response: pageOf(history),
    handle: async ({ ctx, params, query }) => {
      const page = await findFindingPage(ctx, params.number);
      if (!page) throw notFound(`Finding F-${params.number}`);
      const rows = page.events.map(({ event, name: by }) => ({
        ...event,
        changes: event.changes.map((change) => ({ ...change })),
        by,
      }));
      return sliceOf(rows, (row) => row.seq, query);
    },
  }),
  jsonRoute({
    method: "GET",
    path: "/policy-drafts",
    tag: "Policies",
    scope: "read",
    summary: "List drafts of policies, changed last first",
    description: "Those that are open, or the last 20 that are over.",
    query: z.object({ view: z.enum(["open", "over"]).default("open"), ...paged }),
    response: pageOf(draft),
    handle: async ({ ctx, query }) =>
      sliceOf(await listDrafts(await ownerContext(ctx, "project.view"), query.view), (row) => row.number, query),
  }),
  jsonRoute({
    method: "GET",
    path: "/policy-drafts/{number}",
    tag: "Policies",
    scope: "read",
    summary: "Read a draft of a policy, with what it would affect",
    params: z.object({ number: numberOf("D", "a draft's number") }),
    response: draftDetail,
    handle: async ({ ctx, params }) => {
      const page = await loadDraftPage(await ownerContext(ctx, "project.view"), params.number);
      return { ...page.draft, ...page, affected: page.affected.map((one) => ({ ...one })) };
    },
  }),
  jsonRoute({
    method: "GET",
    path: "/policies-that-apply",
    tag: "Policies",
    scope: "read",
    summary: "List which policy decides on which model in which environment",
    query: z.object(paged),
    response: pageOf(applies),
    handle: async ({ ctx, query }) => {
      const { matrix } = await loadAppliesPage(await ownerContext(ctx, "project.view"), {});
      const rows = matrix.map(({ model, tier, cells }) => ({
        model,
        tier,
        environments: cells.map(({ environment, resolution }) => ({
          environment,
          policy: resolution.chosen && { name: resolution.chosen.policy.name, version: resolution.chosen.version },
        })),
      }));
      return sliceOf(rows, (row) => row.model, query);
    },
  }),
];
