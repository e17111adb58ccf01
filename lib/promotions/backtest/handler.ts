import "server-only";
import { z } from "zod";
import { getDb } from "@/db/client";
import { authorize } from "@/lib/auth/authorize";
import { requireUserContext } from "@/lib/auth/session";
import { DomainError } from "@/lib/errors";
import type { Handler } from "@/lib/http";
import { logger } from "@/lib/log";
import { assertSameOrigin } from "@/lib/same-origin";
import { type BacktestLine, backtest } from "./backtest";

export type BacktestMessage = BacktestLine | { kind: "problem"; message: string };

const body = z.object({ scope: z.enum(["newest", "all"]).default("newest") });
const number = z.coerce.number().int().positive();

async function* told(lines: AsyncGenerator<BacktestLine>, requestId: string): AsyncGenerator<string> {
  const say = (message: BacktestMessage) => `${JSON.stringify(message)}\n`;
  try {
    for await (const line of lines) yield say(line);
  } catch (error) {
    if (!(error instanceof DomainError)) logger.error({ err: error, requestId }, "back-test failed");
    const message = error instanceof DomainError ? error.message : `The back-test stopped. Quote request ${requestId}.`;
    yield say({ kind: "problem", message });
  }
}

/** POST: replays a draft; answers lines as parts are done, the last one `end` or `problem`. */
export const backtestHandler: Handler = async (request, { project = "", draft = "" }) => {
  assertSameOrigin(request.headers);
  const ctx = await requireUserContext(decodeURIComponent(project), getDb());
  authorize(ctx, "project.view");
  const { scope } = body.parse(await request.json().catch(() => ({})));
  const lines = told(backtest(ctx, number.parse(draft), scope), ctx.requestId);
  const encoder = new TextEncoder();
  const stream = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { value, done } = await lines.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: async () => {
      await lines.return(undefined);
    },
  });
  return new Response(stream, {
    headers: { "content-type": "application/x-ndjson", "cache-control": "no-store", "x-accel-buffering": "no" },
  });
};
