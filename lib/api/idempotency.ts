import "server-only";
import { createHash } from "node:crypto";
import type { TokenContext } from "@/lib/auth/token-context";
import { DomainError, invalidInput } from "@/lib/errors";
import { apiProblem } from "./problems";

export type Answer = { status: number; body: string };

const digestOf = (request: Request, body: Uint8Array): string => {
  const { pathname, search } = new URL(request.url);
  return createHash("sha256").update(`${request.method}\n${pathname}${search}\n`).update(body).digest("hex");
};

/** The key of a call; null without one. */
export function idempotencyKey(request: Request): string | null {
  const key = request.headers.get("idempotency-key");
  if (key === null) return null;
  if (!/^[\x21-\x7e]{1,255}$/.test(key))
    throw invalidInput("Idempotency-Key", "must be 1 to 255 visible characters without spaces, such as a UUID");
  return key;
}

type Stored = { request_digest: string; status: number | null; body: string | null };

const begin = async ({ db, projectId, actor }: TokenContext, key: string, digest: string): Promise<Stored | null> => {
  const sql = db.$client;
  // A call that never ended, as when its process was killed, holds its key for ten minutes.
  await sql`delete from api_idempotency where project_id = ${projectId} and (created_at < now() - interval '24 hours'
    or (token_id = ${actor.tokenId} and key = ${key} and status is null and created_at < now() - interval '10 minutes'))`;
  const made = await sql`insert into api_idempotency (project_id, token_id, key, request_digest, created_at)
    values (${projectId}, ${actor.tokenId}, ${key}, ${digest}, now()) on conflict do nothing returning 1`;
  if (made.length > 0) return null;
  const [found] = await sql<Stored[]>`select request_digest, status, body from api_idempotency
    where project_id = ${projectId} and token_id = ${actor.tokenId} and key = ${key}`;
  return found ?? { request_digest: digest, status: null, body: null };
};

/**
 * Does a call once for its key: the same call again gets the first answer, another call with the same key is refused with 422. An
 * answer is kept when it is a success or the client's mistake; after a failure of ours the call can be sent again.
 */
export async function once(
  ctx: TokenContext,
  request: Request,
  body: Uint8Array,
  work: () => Promise<Answer>,
): Promise<Answer & { replayed?: true; problem?: Response }> {
  const key = idempotencyKey(request);
  if (key === null) return work();
  const digest = digestOf(request, body);
  const stored = await begin(ctx, key, digest);
  if (stored && stored.request_digest !== digest) {
    const detail = "Idempotency-Key: was used for another request in the last 24 hours; give every request its own.";
    return { status: 422, body: "", problem: apiProblem(422, "KEY_REUSED", detail) };
  }
  if (stored?.status != null) return { status: stored.status, body: stored.body ?? "", replayed: true };
  if (stored) throw new DomainError("CONFLICT", "The first call with this Idempotency-Key is still running.");
  const sql = ctx.db.$client;
  const own = sql`project_id = ${ctx.projectId} and token_id = ${ctx.actor.tokenId} and key = ${key}`;
  try {
    const answer = await work();
    if (answer.status >= 500) await sql`delete from api_idempotency where ${own}`;
    else await sql`update api_idempotency set status = ${answer.status}, body = ${answer.body} where ${own}`;
    return answer;
  } catch (error) {
    await sql`delete from api_idempotency where ${own}`;
    throw error;
  }
}
