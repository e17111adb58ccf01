import "server-only";
import { createHash } from "node:crypto";
import { z } from "zod";
import { namesTag } from "@/lib/artifacts/byte-range";
import { invalidInput } from "@/lib/errors";
import type { RouteParams } from "@/lib/http";
import { TextResponse } from "@/lib/text-response";
import type { RawRoute } from "./route";

/** The query of a call without `project`, which the token answers for; nothing comes twice. */
export function queryOf(request: Request): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [key, value] of new URL(request.url).searchParams) {
    if (key in query) throw invalidInput(key, "was given twice");
    if (value.includes("\0")) throw invalidInput(key, "has a null character");
    if (key !== "project") query[key] = value;
  }
  return query;
}

const etagOf = (body: string): string => `"${createHash("sha256").update(body).digest("base64url").slice(0, 27)}"`;

/** The answer of a read: with its tag, or 304 when the client has it already. */
export function readAnswer(request: Request, body: string): Response {
  const etag = etagOf(body);
  const headers = { etag, "cache-control": "private, no-cache", vary: "Authorization" };
  if (namesTag(request.headers.get("if-none-match"), etag)) return new Response(null, { status: 304, headers });
  return new TextResponse(body, { headers: { ...headers, "content-type": "application/json" } });
}

/** The JSON of what a handler gave. What does not fit the description is our mistake, never the client's. */
export function jsonOf(schema: z.ZodType, value: unknown): string {
  const fitting = schema.safeParse(value);
  if (fitting.success) return JSON.stringify(fitting.data);
  throw new Error(`An answer does not fit its schema: ${z.prettifyError(fitting.error).slice(0, 2000)}`);
}

/**
 * The answer of a row that reads and writes for itself, held to what the table says of it: its parameters and query are those that are
 * described, and JSON that it answers passes through its schema like that of any other row.
 */
export async function answerRaw(request: Request, route: RawRoute, params: RouteParams): Promise<Response> {
  route.params?.parse(params);
  const query = queryOf(request);
  const [unknown] = Object.keys(query).filter((key) => !(key in (route.query?.shape ?? {})));
  if (unknown !== undefined) throw invalidInput(unknown.slice(0, 100), "is no parameter of this endpoint");
  route.query?.parse(query);
  const response = await route.handler(request, params);
  if (!("json" in route.answers) || response.body === null) return response;
  if (response.headers.get("content-type") !== "application/json") return response;
  const body = jsonOf(route.answers.json, await response.json());
  if (route.method === "GET" && response.status === 200 && !response.headers.has("etag"))
    return readAnswer(request, body);
  return new TextResponse(body, { status: response.status, headers: response.headers });
}
