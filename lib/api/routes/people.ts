import "server-only";
import { z } from "zod";
import { roles, tokenScopes } from "@/db/enums";
import { listAccessReviews, listReviewLines } from "@/lib/auth/access-review-query";
import { ownerContext } from "@/lib/auth/owner-context";
import { listMembers, listTokens } from "@/lib/auth/queries";
import { notFound } from "@/lib/errors";
import { listDelegations } from "@/lib/promotions/delegations-query";
import { listDutyPeople, listOverlaps, listStaffing } from "@/lib/promotions/duties-query";
import { moment, numberOf, paged, pageOf } from "../fields";
import { sliceOf } from "../paging";
import { type ApiRoute, jsonRoute } from "../route";

const member = z
  .object({
    userId: z.string(),
    name: z.string(),
    email: z.string(),
    title: z.string().nullable(),
    roles: z.array(z.enum(roles)),
    groupName: z.string(),
    since: moment,
    isPending: z.boolean().meta({ description: "Never signed in" }),
    isDisabled: z.boolean(),
    lastSeenAt: moment.nullable(),
    activeTokens: z.int(),
  })
  .meta({ id: "Member" });
const token = z
  .object({
    tokenId: z.string(),
    name: z.string(),
    lastFour: z.string(),
    scopes: z.array(z.enum(tokenScopes)),
    owner: z.string().nullable(),
    createdAt: moment,
    expiresAt: moment,
    lastUsedAt: moment.nullable(),
    revokedAt: moment.nullable(),
    state: z.enum(["active", "expired", "revoked", "ownerless"]),
  })
  .meta({ id: "Token" });
const delegation = z
  .object({
    id: z.string(),
    role: z.enum(roles),
    delegator: z.string(),
    delegate: z.string(),
    reason: z.string(),
    startsAt: moment,
    endsAt: moment,
    createdAt: moment,
    revokedAt: moment.nullable(),
  })
  .meta({ id: "Delegation" });
const duties = z
  .object({
    people: z.array(
      z.object({
        name: z.string(),
        roles: z.array(z.enum(roles)).readonly(),
        groupName: z.string(),
        did: z.record(z.string(), z.int()).meta({ description: "How often they did each duty" }),
      }),
    ),
    overlaps: z.array(z.object({ number: z.int(), name: z.string(), both: z.array(z.string()).readonly() })),
    staffing: z.array(
      z.object({
        policy: z.string(),
        tiers: z.array(z.string()),
        environments: z.array(z.string()).nullable(),
        enough: z.boolean(),
        eligible: z.int(),
        sentence: z.string(),
      }),
    ),
  })
  .meta({ id: "Duties" });
const review = z
  .object({
    number: z.int(),
    openedAt: moment,
    openedBy: z.string(),
    dueAt: moment,
    completedAt: moment.nullable(),
    completedBy: z.string().nullable(),
    lines: z.int(),
    attested: z.int(),
    removed: z.int(),
  })
  .meta({ id: "AccessReview" });
const reviewLine = z.object({
  name: z.string(),
  role: z.enum(roles),
  groupName: z.string(),
  verdict: z.enum(["keep", "remove"]).nullable(),
  comment: z.string(),
  attestedBy: z.string().nullable(),
  attestedAt: moment.nullable(),
});

type Review = Awaited<ReturnType<typeof listAccessReviews>>[number];
const reviewOf = ({ review: row, ...counts }: Review) => ({ ...row, ...counts });

export const peopleRoutes: readonly ApiRoute[] = [
  jsonRoute({
    method: "GET",
    path: "/members",
    tag: "People",
    scope: "read",
    summary: "List members with their roles, by name",
    query: z.object(paged),
    response: pageOf(member),
    handle: async ({ ctx, query }) =>
      sliceOf(await listMembers(await ownerContext(ctx, "member.view")), (row) => row.userId, query),
  }),
  jsonRoute({
    method: "GET",
    path: "/delegations",
    tag: "People",
    scope: "read",
    summary: "List the last 50 delegations of decisions",
    query: z.object(paged),
    response: pageOf(delegation),
    handle: async ({ ctx, query }) =>
      sliceOf(await listDelegations(await ownerContext(ctx, "member.view")), (row) => row.id, query),
  }),
  jsonRoute({
    method: "GET",
    path: "/duties",
    tag: "People",
    scope: "read",
    summary: "Read who did which duty, where they met in one person, and whether rules can be met",
    response: duties,
    handle: async ({ ctx }) => {
      const owner = await ownerContext(ctx, "member.view");
      const [people, overlaps] = await Promise.all([listDutyPeople(owner), listOverlaps(owner)]);
      return { people, overlaps, staffing: await listStaffing(owner, people) };
    },
  }),
  jsonRoute({
    method: "GET",
    path: "/access-reviews",
    tag: "People",
    scope: "read",
    summary: "List access reviews, newest first",
    query: z.object(paged),
    response: pageOf(review),
    handle: async ({ ctx, query }) => {
      const rows = await listAccessReviews(await ownerContext(ctx, "member.view"));
      return sliceOf(rows.map(reviewOf), (row) => row.number, query);
    },
  }),
  jsonRoute({
    method: "GET",
    path: "/access-reviews/{number}",
    tag: "People",
    scope: "read",
    summary: "Read an access review, line by line",
    params: z.object({ number: numberOf("A", "a review's number") }),
    response: review.extend({ attestations: z.array(reviewLine) }).meta({ id: "AccessReviewDetail" }),
    handle: async ({ ctx, params: { number } }) => {
      const owner = await ownerContext(ctx, "member.view");
      const found = (await listAccessReviews(owner)).find((row) => row.review.number === number);
      if (!found) throw notFound(`Access review ${number}`);
      const lines = await listReviewLines(owner, found.review.id);
      return {
        ...reviewOf(found),
        attestations: lines.map(({ line, name, attestor }) => ({ ...line, name, attestedBy: attestor })),
      };
    },
  }),
  jsonRoute({
    method: "GET",
    path: "/tokens",
    tag: "People",
    scope: "read",
    summary: "List API tokens, those that work first; never their secrets",
    query: z.object(paged),
    response: pageOf(token),
    handle: async ({ ctx, query }) =>
      sliceOf(await listTokens(await ownerContext(ctx, "token.view")), (row) => row.tokenId, query),
  }),
];
