import "server-only";
import { z } from "zod";
import { notFound } from "@/lib/errors";
import { listNewestVersions, listPolicyVersions } from "@/lib/governance/queries";
import { moment, name, paged, pageOf } from "../fields";
import { sliceOf } from "../paging";
import { type ApiRoute, jsonRoute } from "../route";

const published = z
  .object({
    name: z.string(),
    version: z.int(),
    digest: z.string(),
    publishedAt: moment,
    publishedBy: z.string().nullable(),
    approvedBy: z.string().nullable(),
    isInForce: z.boolean(),
    policy: z.record(z.string(), z.unknown()),
  })
  .meta({ id: "Policy" });

type Row = Awaited<ReturnType<typeof listNewestVersions>>[number];
const policyOf = (row: Row) => ({
  ...row,
  name: row.policy.name,
  isInForce: row.retirement === null,
  policy: { ...row.policy },
});

export const policyRoutes: readonly ApiRoute[] = [
  jsonRoute({
    method: "GET",
    path: "/policies",
    tag: "Policies",
    scope: "read",
    summary: "List the newest version of every policy",
    query: z.object(paged),
    response: pageOf(published),
    handle: async ({ ctx, query }) =>
      sliceOf((await listNewestVersions(ctx)).map(policyOf), (row) => row.policyId, query),
  }),
  jsonRoute({
    method: "GET",
    path: "/policies/{policy}/versions",
    tag: "Policies",
    scope: "read",
    summary: "List the versions of a policy, newest first",
    params: z.object({ policy: name }),
    query: z.object(paged),
    response: pageOf(published),
    handle: async ({ ctx, params: { policy }, query }) => {
      const rows = await listPolicyVersions(ctx, policy);
      if (rows.length === 0) throw notFound(`Policy ${policy.slice(0, 120)}`);
      return sliceOf(rows.map(policyOf), (row) => row.version, query);
    },
  }),
];
