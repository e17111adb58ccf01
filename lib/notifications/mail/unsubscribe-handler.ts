import "server-only";
import { getDb } from "@/db/client";
import { createContext } from "@/lib/context";
import { DomainError } from "@/lib/errors";
import type { Handler } from "@/lib/http";
import { paths } from "@/lib/paths";
import { turnOffMail } from "../commands/turn-off-mail";
import { readUnsubscribeToken } from "./unsubscribe-token";

/**
 * POST ?token=…: turns the mail of the token's holder off, without a session. The token is the whole authority and nothing
 * else can be done with it, so a request from anywhere may carry it: mail programs do (RFC 8058).
 */
export const unsubscribeHandler: Handler = async (request) => {
  const token = new URL(request.url).searchParams.get("token") ?? "";
  const recipient = readUnsubscribeToken(token);
  if (!recipient) throw new DomainError("NOT_FOUND", "This link cannot be used: it was cut or altered.");
  const { projectId } = recipient;
  const actor = { kind: "system", job: "mail-off-link" } as const;
  await turnOffMail(createContext({ actor, projectId, db: getDb() }), recipient);
  const form = await request.formData().catch(() => null);
  if (form?.get("List-Unsubscribe") === "One-Click") return new Response(null, { status: 204 });
  return new Response(null, { status: 303, headers: { location: `${paths.unsubscribe(token)}&done=1` } });
};
