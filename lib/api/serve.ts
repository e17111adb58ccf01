import "server-only";
import { getDb } from "@/db/client";
import { requireTokenContext, type TokenContext } from "@/lib/auth/token-context";
import { getEnv } from "@/lib/env";
import { DomainError } from "@/lib/errors";
import { parseJson, problem, type RouteParams, readBytes, withProblems } from "@/lib/http";
import { TextResponse } from "@/lib/text-response";
import { answerRaw, jsonOf, queryOf, readAnswer } from "./answers";
import { corsHeaders, preflight } from "./cors";
import { once } from "./idempotency";
import { type ApiMatch, apiBase, createMatcher } from "./match";
import { openApiDocument } from "./openapi";
import { apiProblem } from "./problems";
import { rateHeaders, takeCall } from "./rate-limit";
import type { ApiRoute, JsonRoute } from "./route";
import { apiRoutes } from "./routes";

/** Where a request of the REST API goes; null when its address is not below /api/v1. */
export const matchApi = createMatcher(apiRoutes);

const defaultCallsPerMinute = 3000;

async function answerJson(ctx: TokenContext, request: Request, route: JsonRoute, raw: RouteParams): Promise<Response> {
  const params = route.params?.parse(raw);
  const query = route.query ? route.query.strict().parse(queryOf(request)) : undefined;
  const bytes = route.method === "GET" ? new Uint8Array() : await readBytes(request, route.maxBytes);
  const body = route.body?.parse(bytes.length > 0 ? parseJson(bytes) : {});
  const work = async () => ({
    status: route.status,
    body: jsonOf(route.response, await route.run({ ctx, params, query, body, request })),
  });
  if (route.method === "GET") return readAnswer(request, (await work()).body);
  const done = await once(ctx, request, bytes, work);
  if (done.problem) return done.problem;
  const replayed = done.replayed ? { "idempotency-replayed": "true" } : undefined;
  const headers = { "content-type": "application/json", "cache-control": "no-store", ...replayed };
  return new TextResponse(done.body, { status: done.status, headers });
}

async function answerRoute(request: Request, route: ApiRoute, params: RouteParams): Promise<Response> {
  const ctx = await requireTokenContext(request, route.scope, getDb());
  const allowance = await takeCall(ctx, getEnv().API_CALLS_PER_MINUTE ?? defaultCallsPerMinute);
  const response = allowance.allowed
    ? await withProblems(() =>
        route.kind === "json" ? answerJson(ctx, request, route, params) : answerRaw(request, route, params),
      )(request, params)
    : problem(
        "RATE_LIMITED",
        `This token may make ${allowance.limit} calls a minute. Wait a second and send it again.`,
      );
  for (const [key, value] of Object.entries(rateHeaders(allowance))) response.headers.set(key, value);
  if (!allowance.allowed) response.headers.set("retry-after", String(Math.max(1, Math.ceil(60 / allowance.limit))));
  return response;
}

/** Address of the description, which needs no token. */
const documentPath = `${apiBase}/openapi.json`;
let documentText: string | null = null;

function describeApi(request: Request): Response {
  documentText ??= JSON.stringify(openApiDocument(apiRoutes));
  const response = readAnswer(request, documentText);
  response.headers.set("cache-control", "public, no-cache");
  return response;
}

/** Answers a request below /api/v1: routing errors, preflights and everything that every endpoint has in common. */
export async function answerApi(request: Request, { route, params, allowed }: ApiMatch): Promise<Response> {
  const origins = getEnv().API_CORS_ORIGINS ?? [];
  const { pathname } = new URL(request.url);
  if (request.method === "OPTIONS" && allowed.length > 0) return preflight(request, origins, allowed);
  const answer = async (): Promise<Response> => {
    if (pathname === documentPath && request.method === "GET") return describeApi(request);
    if (route) return answerRoute(request, route, params);
    if (allowed.length > 0) {
      const detail = `${request.method} is not offered here; this address takes ${allowed.join(" and ")}.`;
      return apiProblem(405, "METHOD_NOT_ALLOWED", detail, { allow: allowed.join(", ") });
    }
    throw new DomainError("NOT_FOUND", `There is no endpoint ${pathname.slice(0, 200)}; /docs/api lists all of them.`);
  };
  const response = await withProblems(answer)(request, params);
  if (response.status === 401) response.headers.set("www-authenticate", "Bearer");
  for (const [key, value] of Object.entries(corsHeaders(request, origins))) response.headers.set(key, value);
  return response;
}

/** The same for a server that has only the request; null when its address is another's. */
export function serveApi(request: Request): Promise<Response> | null {
  const match = matchApi(request.method, new URL(request.url).pathname);
  return match && answerApi(request, match);
}
