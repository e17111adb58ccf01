import "server-only";
import { z } from "zod";
import { databaseRefusal } from "./database-refusal";
import { DomainError, type ErrorCode, httpStatus, invalidInput } from "./errors";
import { newIdAt } from "./ids";
import { logger } from "./log";

export type RouteParams = Record<string, string>;
/** A plain handler: web Request in, web Response out, so that any server can mount it. */
export type Handler = (request: Request, params: RouteParams) => Promise<Response>;

/** RFC 9457 problem document. */
export function problem(code: ErrorCode, detail: string, more: Record<string, unknown> = {}): Response {
  const status = httpStatus[code];
  return new Response(JSON.stringify({ type: "about:blank", title: code, status, detail, ...more }), {
    status,
    headers: { "content-type": "application/problem+json", "cache-control": "no-store" },
  });
}

/** JSON answer that no cache keeps. */
export const json = (body: unknown, init: ResponseInit = {}): Response =>
  new Response(JSON.stringify(body), {
    ...init,
    headers: { "content-type": "application/json", "cache-control": "no-store", ...init.headers },
  });

/** A body of at most `max` bytes; PAYLOAD_TOO_LARGE as soon as it is more, whatever was announced. `advice` says what to leave out. */
export async function readBytes(request: Request, max: number, advice = ""): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = () =>
    new DomainError("PAYLOAD_TOO_LARGE", `The body has more than ${max / 1024 / 1024} MB. ${advice}`.trim());
  if (Number(request.headers.get("content-length") ?? 0) > max) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > max) throw tooLarge();
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/** Reads JSON out of a body; INVALID_INPUT when it is none. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw invalidInput("body", `is not JSON: ${error instanceof Error ? error.message : "unreadable"}`);
  }
}

/** The JSON body of a request, of at most a megabyte. */
export const readJson = async (request: Request): Promise<unknown> => parseJson(await readBytes(request, 1024 * 1024));

/** What an error says beside its message, in the words of a problem document. */
function said({ extra: { fieldErrors, ...rest } }: DomainError) {
  if (!fieldErrors) return rest;
  const errors = Object.entries(fieldErrors).flatMap(([field, messages]) =>
    messages.map((message) => ({ field, message })),
  );
  return { ...rest, errors };
}

/** Wraps a handler so that every thrown error becomes one problem document; unknown ones are logged, never quoted. */
export function withProblems(handler: Handler): Handler {
  return async (request, params) => {
    const requestId = request.headers.get("x-request-id")?.slice(0, 64) || newIdAt(new Date());
    try {
      return await handler(request, params);
    } catch (thrown) {
      const error = databaseRefusal(thrown) ?? thrown;
      if (error instanceof DomainError && error.code === "UNAVAILABLE")
        logger.error({ err: thrown, requestId, url: new URL(request.url).pathname }, "no answer");
      if (error instanceof DomainError) return problem(error.code, error.message, { ...said(error), requestId });
      if (error instanceof z.ZodError) {
        const first = error.issues[0];
        return problem("INVALID_INPUT", `${first?.path.join(".") || "body"}: ${first?.message}`, {
          errors: error.issues.map((i) => ({ field: i.path.join("."), message: i.message })),
          requestId,
        });
      }
      logger.error({ err: error, requestId, url: new URL(request.url).pathname }, "route failed");
      return problem("INTERNAL", `Something went wrong on our side. Quote request ${requestId}.`, { requestId });
    }
  };
}

/** Mounts a plain handler as a Next.js route export. The params of a route, unlike those of a page, come decoded. */
export function mount(handler: Handler) {
  const safe = withProblems(handler);
  return async (request: Request, context: { params: Promise<Record<string, string | string[] | undefined>> }) => {
    const params = Object.fromEntries(
      Object.entries((await context.params) ?? {}).map(([key, value]) => [
        key,
        Array.isArray(value) ? value.join("/") : (value ?? ""),
      ]),
    );
    return safe(request, params);
  };
}
