import "server-only";
import type { z } from "zod";
import type { TokenScope } from "@/db/enums";
import type { Handler, RouteParams } from "@/lib/http";
import { newIdAt } from "@/lib/ids";
import { logger } from "@/lib/log";
import { TextResponse } from "@/lib/text-response";
import { authenticate, type WireContext } from "./authenticate";
import { complain } from "./complaints";
import { encode } from "./encode";
import { asMlflowError, invalidValue, MlflowError } from "./errors";
import { assertJson, readBody, readQuery } from "./read-input";

/** One of these scopes is enough; "public" asks for no token at all. */
export type WireScope = TokenScope | readonly TokenScope[] | "public";
/** A handler of the wire knows its own scope, so that no route can be mounted without one. */
export type WireHandler = Handler & { scope: WireScope };
type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
/** `path` follows /api/2.0; parts in braces are parameters, {path*} takes the rest. `base` where it is not 2.0. */
export type WireRoute = {
  method: Method;
  path: string;
  scope: WireScope;
  handler: WireHandler;
  base?: "api/2.0" | "api/3.0" | "root";
};

/** The row of one endpoint; its scope is the handler's. */
export const route = (method: Method, path: string, handler: WireHandler, base?: WireRoute["base"]): WireRoute => ({
  method,
  path,
  scope: handler.scope,
  handler,
  base,
});

const headers = { "content-type": "application/json", "cache-control": "no-store" };

/** 200 with the JSON of `body`, `{}` when there is nothing to say. */
export const answer = (body: object = {}): Response => new TextResponse(encode(body), { headers });

/** The error as JSON, never as a redirect or a page. */
export const refuse = (error: MlflowError): Response =>
  new TextResponse(JSON.stringify({ error_code: error.code, message: error.message }), {
    status: error.status,
    headers: error.status === 401 ? { ...headers, "www-authenticate": "Bearer" } : headers,
  });

/** Every thrown error as an answer of the wire; what is our own fault is logged and not quoted. */
export async function withMlflowErrors(request: Request, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (thrown) {
    const error = asMlflowError(thrown);
    if (error) return refuse(error);
    const requestId = newIdAt(new Date());
    logger.error({ err: thrown, requestId, url: new URL(request.url).pathname }, "wire call failed");
    return refuse(new MlflowError("INTERNAL_ERROR", `Something went wrong on our side. Quote request ${requestId}.`));
  }
}

/** A handler that gets the authenticated context and answers for itself: for bodies that are not JSON. */
export function wireHandler(
  scope: Exclude<WireScope, "public">,
  work: (ctx: WireContext, request: Request, params: RouteParams) => Promise<Response>,
): WireHandler {
  const handler: Handler = (request, params) =>
    withMlflowErrors(request, async () => work(await authenticate(request, scope, params.project), request, params));
  return Object.assign(handler, { scope });
}

export type Options<Schema extends z.ZodType> = {
  scope: Exclude<WireScope, "public">;
  /** Fields from ./fields, in snake_case; parts of the path are among them. */
  schema: Schema;
  /** More than the usual 10 MB of JSON. */
  maxBytes?: number;
};

/** The input of a call: query or JSON body with the parameters of the path, by the schema. */
export async function readInput<Schema extends z.ZodType>(
  request: Request,
  { project: _, ...params }: RouteParams,
  { schema, maxBytes }: Options<Schema>,
): Promise<z.output<Schema>> {
  assertJson(request);
  const query = new URL(request.url).searchParams;
  const isQuery = request.method === "GET" && query.size > 0;
  const raw = isQuery ? readQuery(query, schema) : await readBody(request, maxBytes);
  const parsed = schema.safeParse({ ...raw, ...params }, { reportInput: true });
  if (!parsed.success) throw invalidValue(complain(parsed.error));
  return parsed.data;
}

/** What an endpoint returned as an answer: an object as 200 with its JSON, a response as it is. */
export const asAnswer = (result: unknown): Response =>
  result instanceof Response ? result : answer(typeof result === "object" && result !== null ? result : {});

/**
 * An endpoint of the MLflow wire: authenticates, reads query or JSON body by the schema, and answers the returned object
 * (or `{}`) as 200. Throw MlflowError for the wire's own errors; a DomainError of a command is translated.
 */
export const mlflowHandler = <Schema extends z.ZodType>(
  options: Options<Schema>,
  work: (ctx: WireContext, input: z.output<Schema>) => Promise<unknown>,
): WireHandler =>
  wireHandler(options.scope, async (ctx, request, params) =>
    asAnswer(await work(ctx, await readInput(request, params, options))),
  );
