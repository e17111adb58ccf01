import "server-only";
import { z } from "zod";
import { getDb } from "@/db/client";
import { authorize } from "@/lib/auth/authorize";
import { requireUserContext } from "@/lib/auth/session";
import type { UserContext } from "@/lib/context";
import { DomainError } from "@/lib/errors";
import type { Handler } from "@/lib/http";
import { logger } from "@/lib/log";
import { assertSameOrigin } from "@/lib/same-origin";
import { exportBundle } from "./commands/export-bundle";
import { exportLog } from "./commands/export-log";
import { verifyAuditLog } from "./commands/verify-log";
import { auditFilters, isFiltered } from "./schemas";

const progressMs = 100;

async function requireWriter(request: Request, project: string): Promise<UserContext> {
  assertSameOrigin(request.headers);
  return requireUserContext(project, getDb());
}

/** Sends parts as they come; stops the work when the reader goes away. */
function streamOf(parts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull: async (controller) => {
      const { value, done } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: async () => {
      await parts.return(undefined);
    },
  });
}

async function* verification(ctx: UserContext, signal: AbortSignal): AsyncGenerator<string> {
  const stop = new AbortController();
  signal.addEventListener("abort", () => stop.abort(signal.reason));
  let progress = { done: 0, total: 0 };
  const work = verifyAuditLog(ctx, {
    signal: stop.signal,
    onProgress: (done, total) => {
      progress = { done, total };
    },
  });
  const result = work.then(
    (verified) => ({ result: verified }),
    (error: unknown) => {
      if (!(error instanceof DomainError) && !stop.signal.aborted)
        logger.error({ err: error, requestId: ctx.requestId }, "verification failed");
      return {
        problem: error instanceof DomainError ? error.message : `The check stopped. Quote request ${ctx.requestId}.`,
      };
    },
  );
  try {
    for (;;) {
      const next = await Promise.race([result, new Promise<null>((done) => setTimeout(done, progressMs, null))]);
      if (next !== null) {
        yield `${JSON.stringify(next)}\n`;
        return;
      }
      yield `${JSON.stringify({ progress })}\n`;
    }
  } finally {
    stop.abort();
  }
}

/** POST: verifies the log; answers lines of progress, then one line with the result. */
export const verifyLogHandler: Handler = async (request, { project = "" }) => {
  const ctx = await requireWriter(request, project);
  authorize(ctx, "audit.verify");
  return new Response(streamOf(verification(ctx, request.signal)), {
    headers: { "content-type": "application/x-ndjson", "cache-control": "no-store", "x-accel-buffering": "no" },
  });
};

const attachment = (name: string, type: string) => ({
  "content-type": type,
  "content-disposition": `attachment; filename="${name}"`,
  "cache-control": "no-store",
});

/** POST: with filters the matching events as an evidence bundle, without any the whole log. */
export const exportAuditHandler: Handler = async (request, { project = "" }) => {
  const ctx = await requireWriter(request, project);
  const filters = auditFilters.parse(z.record(z.string(), z.string()).parse(await request.json().catch(() => ({}))));
  if (!isFiltered(filters)) {
    const { lines, size } = await exportLog(ctx);
    return new Response(streamOf(lines), { headers: attachment(`audit-log-${size}.ndjson`, "application/x-ndjson") });
  }
  const bundle = await exportBundle(ctx, { title: "Selected events of the audit log", filters, documents: [] });
  return new Response(JSON.stringify(bundle), { headers: attachment("audit-events.json", "application/json") });
};
