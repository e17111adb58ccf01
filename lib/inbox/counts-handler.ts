import "server-only";
import { getDb } from "@/db/client";
import { peekUserContext } from "@/lib/auth/session";
import { type Handler, json } from "@/lib/http";
import { countInboxWork } from "./inbox-query";

/** GET: what waits on the signed-in member and what they have not read. Pages ask it by themselves, so it is no use of the session. */
export const inboxCountsHandler: Handler = async (_, { project = "" }) =>
  json(await countInboxWork(await peekUserContext(project, getDb())));
