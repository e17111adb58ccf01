import "server-only";
import { z } from "zod";
import { findingSeverities, findingStates, riskTiers } from "@/db/enums";
import { notFound } from "@/lib/errors";
import { listControls } from "@/lib/governance/controls/controls-query";
import { findFindingPage, listFindings } from "@/lib/governance/findings/findings-list-query";
import { listRiskPortfolio } from "@/lib/governance/risk/portfolio-query";
import { findModelByName } from "@/lib/models/queries";
import { moment, name, numberOf, paged, pageOf } from "../fields";
import { sliceOf } from "../paging";
import { type ApiRoute, jsonRoute } from "../route";

const finding = z
  .object({
    number: z.int(),
    title: z.string(),
    description: z.string(),
    severity: z.enum(findingSeverities),
    state: z.enum(findingStates),
    model: z.string(),
    version: z.int().nullable(),
    promotion: z.int().nullable(),
    gateId: z.string().nullable(),
    slice: z.string().nullable(),
    owner: z.string(),
    dueOn: z.string(),
    raisedAt: moment,
    closedAt: moment.nullable(),
    acceptedUntil: z.string().nullable(),
    isBlocking: z.boolean(),
    isOverdue: z.boolean(),
  })
  .meta({ id: "Finding" });
const risk = z
  .object({
    model: z.string(),
    tier: z.enum(riskTiers),
    owner: z.string().nullable(),
    signed: z.object({ revision: z.int(), signedAt: moment.nullable(), reviewDue: z.string().nullable() }).nullable(),
    open: z.object({ revision: z.int(), state: z.string() }).nullable(),
    isReviewOverdue: z.boolean(),
    unsettled: z.int(),
    accepted: z.int(),
    blocking: z.int(),
    overdue: z.int(),
  })
  .meta({ id: "Risk" });
const control = z
  .object({
    id: z.string(),
    title: z.string(),
    applies: z.boolean(),
    reason: z.string(),
    status: z.string(),
    note: z.string(),
    present: z.array(z.string()),
    missing: z.array(z.string()),
    suggestion: z.string(),
  })
  .meta({ id: "Control" });

type Row = Awaited<ReturnType<typeof listFindings>>["rows"][number];
const findingOf = (row: Row) => ({ ...row.finding, ...row });

export const riskRoutes: readonly ApiRoute[] = [
  jsonRoute({
    method: "GET",
    path: "/risk",
    tag: "Risk",
    scope: "read",
    summary: "List models with their risk tier and assessment",
    query: z.object(paged),
    response: pageOf(risk),
    handle: async ({ ctx, query }) =>
      sliceOf(
        (await listRiskPortfolio(ctx)).map((row) => ({ ...row, model: row.name })),
        (row) => row.id,
        query,
      ),
  }),
  jsonRoute({
    method: "GET",
    path: "/findings",
    tag: "Risk",
    scope: "read",
    summary: "List findings, those due first",
    query: z.object({
      view: z.enum(["unsettled", "overdue", "blocking", "all"]).default("all"),
      severity: z.enum(findingSeverities).optional(),
      state: z.enum(findingStates).optional(),
      model: name.optional(),
      ...paged,
    }),
    response: pageOf(finding),
    handle: async ({ ctx, query }) => {
      const { view, severity = null, state = null, model = null } = query;
      const { rows } = await listFindings(ctx, { view, severity, state, model, sort: "due" });
      return sliceOf(rows.map(findingOf), (row) => row.number, query);
    },
  }),
  jsonRoute({
    method: "GET",
    path: "/findings/{number}",
    tag: "Risk",
    scope: "read",
    summary: "Read a finding",
    params: z.object({ number: numberOf("F", "a finding's number") }),
    response: finding,
    handle: async ({ ctx, params: { number } }) => {
      const page = await findFindingPage(ctx, number);
      if (!page) throw notFound(`Finding F-${number}`);
      return findingOf(page);
    },
  }),
  jsonRoute({
    method: "GET",
    path: "/controls",
    tag: "Risk",
    scope: "read",
    summary: "List controls, for one model with what is on record",
    query: z.object({ model: name.optional(), ...paged }),
    response: pageOf(control),
    handle: async ({ ctx, query }) => {
      const model = query.model === undefined ? null : await findModelByName(ctx, query.model);
      if (query.model !== undefined && !model) throw notFound(`Model ${query.model.slice(0, 120)}`);
      const rows = await listControls(ctx, model?.id ?? null);
      return sliceOf(
        rows.map((row) => ({ ...row, present: [...row.present], missing: [...row.missing] })),
        (row) => row.id,
        query,
      );
    },
  }),
];
