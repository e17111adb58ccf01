import "server-only";
import { headers } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import { z } from "zod";
import { getDb } from "@/db/client";
import { requireUserContext } from "./auth/session";
import type { UserContext } from "./context";
import { databaseRefusal } from "./database-refusal";
import { DomainError, type ErrorCode, type FieldErrors } from "./errors";
import { logger } from "./log";
import { assertSameOrigin as assertOrigin } from "./same-origin";

export type ActionResult<T> =
  | { ok: true; data: T }
  | { ok: false; code: ErrorCode; message: string; fieldErrors?: FieldErrors; details?: unknown };

/** What a person is told of any thrown thing; unknown errors are logged and never quoted. */
export function toActionError(thrown: unknown, requestId: string): Extract<ActionResult<never>, { ok: false }> {
  const error = databaseRefusal(thrown) ?? thrown;
  if (error instanceof DomainError && error.code === "UNAVAILABLE")
    logger.error({ err: thrown, requestId }, "no answer");
  if (error instanceof DomainError) {
    return { ok: false, code: error.code, message: error.message, ...error.extra };
  }
  if (error instanceof z.ZodError) {
    const fieldErrors: FieldErrors = {};
    for (const issue of error.issues) {
      const field = issue.path.join(".");
      fieldErrors[field] = [...(fieldErrors[field] ?? []), issue.message];
    }
    const first = error.issues[0];
    const where = first?.path.join(".");
    return {
      ok: false,
      code: "INVALID_INPUT",
      message: where ? `${where}: ${first?.message}` : (first?.message ?? "Invalid input"),
      fieldErrors,
    };
  }
  logger.error({ err: error, requestId }, "action failed");
  return {
    ok: false,
    code: "INTERNAL",
    message: `Something went wrong on our side; nothing was changed. Quote request ${requestId}.`,
  };
}

/** Refuses a cross-site post even where the framework's own check does not apply (null Origin). */
export async function assertSameOrigin(): Promise<void> {
  assertOrigin(await headers());
}

/**
 * A server action over a command: checks origin and session, builds the context for the named project, returns a result.
 * The command authorizes and parses; an expired session answers UNAUTHENTICATED so that the form can keep its text.
 */
export function defineAction<Input, Output>(command: (ctx: UserContext, input: Input) => Promise<Output>) {
  return async (project: string, input: Input): Promise<ActionResult<Output>> => {
    let requestId = "unknown";
    try {
      await assertSameOrigin();
      const ctx = await requireUserContext(project, getDb());
      requestId = ctx.requestId;
      return { ok: true, data: await command(ctx, input) };
    } catch (error) {
      unstable_rethrow(error);
      return toActionError(error, requestId);
    }
  };
}
