import "server-only";
import { getDb } from "@/db/client";
import { authorize } from "@/lib/auth/authorize";
import { findLiveSession } from "@/lib/auth/live-session";
import { peekUserContext } from "@/lib/auth/session";
import { requireTokenContext } from "@/lib/auth/token-context";
import { DomainError } from "@/lib/errors";
import type { Handler } from "@/lib/http";
import { followLog, lastEventId, streamResponse } from "./stream";

/** Answers whether what opened the stream still counts; a database that is away for a moment ends nothing. */
const stillCounts = (check: () => Promise<unknown>) => async (): Promise<boolean> => {
  try {
    return (await check()) !== null;
  } catch (error) {
    return !(error instanceof DomainError) || error.code === "UNAVAILABLE";
  }
};

/** `GET /api/v1/events`: the audit log of the token's project as it grows. */
export const liveEventsHandler: Handler = async (request) => {
  const db = getDb();
  const ctx = await requireTokenContext(request, "read", db);
  authorize(ctx, "audit.view");
  const isAlive = stillCounts(() => requireTokenContext(request, "read", db));
  return streamResponse(followLog(ctx, { after: lastEventId(request), signal: request.signal, isAlive }));
};

/** GET of the console itself: the same for the person who is signed in. It does not keep their session alive. */
export const consoleEventsHandler: Handler = async (request, { project = "" }) => {
  const db = getDb();
  const ctx = await peekUserContext(project, db);
  authorize(ctx, "audit.view");
  const isAlive = stillCounts(async () => {
    const session = await findLiveSession(db, ctx.actor.sessionId, project, false);
    return session?.roles.length ? session : null;
  });
  return streamResponse(followLog(ctx, { after: lastEventId(request), signal: request.signal, isAlive }));
};
