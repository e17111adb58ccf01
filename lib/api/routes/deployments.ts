import "server-only";
import { z } from "zod";
import { listRollouts, listServingPeriods } from "@/lib/deployments/history-query";
import { getDesiredState, postAcknowledgement } from "@/lib/deployments/pull-target";
import { listTargets } from "@/lib/deployments/queries";
import { getRolloutPage } from "@/lib/deployments/rollout-page-query";
import { moment, name, numberOf, paged, pageOf } from "../fields";
import { sliceOf } from "../paging";
import { type ApiRoute, jsonRoute, rawRoute } from "../route";

const versionRef = z.object({ version: z.int(), model: z.string() });
const target = z
  .object({
    name: z.string(),
    environment: z.string(),
    model: z.string(),
    riskTier: z.string(),
    stable: versionRef.nullable(),
    candidate: versionRef.nullable(),
    generation: z.int(),
    isHeld: z.boolean().meta({ description: "Nothing rolls out until the hold is released" }),
    rollout: z.object({ number: z.int(), state: z.string(), kind: z.string() }).nullable(),
    approval: z.object({ promotion: z.int(), approvers: z.array(z.string()) }).nullable(),
  })
  .meta({ id: "Target" });
const rollout = z
  .object({
    number: z.int(),
    kind: z.string(),
    state: z.string(),
    pauseReason: z.string().nullable(),
    target: z.string(),
    environment: z.string(),
    promotion: z.int().nullable(),
    startedBy: z.string().nullable(),
    from: versionRef.nullable(),
    to: versionRef.nullable(),
    createdAt: moment,
    endedAt: moment.nullable(),
  })
  .meta({ id: "Rollout" });
const rolloutDetail = z
  .object({
    number: z.int(),
    kind: z.string(),
    state: z.string(),
    target: z.string(),
    environment: z.string(),
    model: z.string(),
    from: versionRef.nullable(),
    to: versionRef.nullable(),
    stageIndex: z.int(),
    stageEnteredAt: moment,
    plan: z.record(z.string(), z.unknown()),
    events: z.array(z.record(z.string(), z.unknown())),
  })
  .meta({ id: "RolloutDetail" });
const period = z
  .object({
    target: z.string(),
    environment: z.string(),
    startedAt: moment,
    endedAt: moment.nullable(),
    stage: z.string().nullable(),
    weight: z.number().nullable(),
    stable: z.int().nullable(),
    candidate: z.int().nullable(),
  })
  .meta({ id: "ServingPeriod" });
const desiredVersion = z.object({ id: z.string(), version: z.int(), digest: z.string(), runId: z.string() });
const desired = z
  .object({
    target: z.string(),
    environment: z.string(),
    model: z.string().nullable(),
    generation: z.int(),
    stable: desiredVersion.nullable(),
    candidate: desiredVersion.nullable(),
    stage: z.string().nullable(),
    weight: z.number().meta({ description: "Percent of requests that the candidate answers" }),
    mirrorPercent: z.number().meta({ description: "Percent of requests that the candidate is shown as well" }),
    match: z.string().nullable().meta({ description: "Segment that the candidate answers" }),
  })
  .meta({ id: "DesiredState" });

const params = z.object({ target: name });

export const deploymentRoutes: readonly ApiRoute[] = [
  jsonRoute({
    method: "GET",
    path: "/targets",
    tag: "Deployments",
    scope: "read",
    summary: "List targets with what each serves",
    query: z.object(paged),
    response: pageOf(target),
    handle: async ({ ctx, query }) => {
      const rows = (await listTargets(ctx)).map((row) => ({
        ...row,
        name: row.target.name,
        environment: row.target.environment,
        generation: row.target.desiredGeneration,
        isHeld: row.target.hold !== null,
      }));
      return sliceOf(rows, (row) => row.name, query);
    },
  }),
  jsonRoute({
    method: "GET",
    path: "/rollouts",
    tag: "Deployments",
    scope: "read",
    summary: "List the last 1,000 rollouts, newest first",
    query: z.object(paged),
    response: pageOf(rollout),
    handle: async ({ ctx, query }) => sliceOf(await listRollouts(ctx, { limit: 1000 }), (row) => row.number, query),
  }),
  jsonRoute({
    method: "GET",
    path: "/rollouts/{number}",
    tag: "Deployments",
    scope: "read",
    summary: "Read a rollout with its plan and events",
    params: z.object({ number: numberOf("R", "a rollout's number") }),
    response: rolloutDetail,
    handle: async ({ ctx, params: { number } }) => {
      const page = await getRolloutPage(ctx, number);
      return {
        ...page.rollout,
        target: page.target.name,
        environment: page.target.environment,
        model: page.model.name,
        from: page.from,
        to: page.to,
        plan: { ...page.plan },
        events: page.events.map(({ projectId: _, ...event }) => event),
      };
    },
  }),
  jsonRoute({
    method: "GET",
    path: "/serving",
    tag: "Deployments",
    scope: "read",
    summary: "List what served when",
    query: z.object({ since: moment.optional().meta({ description: "The last 90 days without it" }), ...paged }),
    response: pageOf(period),
    handle: async ({ ctx, query }) => {
      const since = query.since ? new Date(query.since) : new Date(ctx.now().getTime() - 90 * 86_400_000);
      const rows = await listServingPeriods(ctx, since);
      return sliceOf(rows, (row) => `${row.target} ${row.startedAt.toISOString()} ${row.stage}`, query);
    },
  }),
  rawRoute({
    method: "GET",
    path: "/targets/{target}/desired",
    tag: "Deployments",
    scope: "deploy",
    summary: "Read the desired state of a target",
    description: "The ETag is its generation. With If-None-Match and `wait` the answer waits for a newer one.",
    params,
    query: z.object({ wait: z.coerce.number().min(0).max(30).default(0).meta({ description: "Seconds" }) }),
    answers: { json: desired },
    handler: getDesiredState,
  }),
  rawRoute({
    method: "POST",
    path: "/targets/{target}/acknowledgements",
    tag: "Deployments",
    scope: "deploy",
    summary: "Say what a target serves",
    params,
    accepts: {
      "application/json": z.object({
        generation: z.int(),
        weight: z.number().optional(),
        samples: z.int().optional(),
      }),
    },
    answers: {
      json: z.object({
        generation: z.int(),
        desiredGeneration: z.int(),
        current: z.boolean(),
        state: z.string().nullable().meta({ description: "State of the rollout under way" }),
      }),
    },
    handler: postAcknowledgement,
  }),
];
