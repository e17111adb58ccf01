import "server-only";
import { Agent, request } from "undici";
import type { OutboundPolicy } from "./outbound-url";
import { pinnedTo, timeUp, whyBroken } from "./pinned";
import { outboundPolicy, type Resolver, resolveOutbound, systemResolver } from "./resolve-outbound";

/** What a call came to. Of the answer only the status code and the advised pause are kept. */
export type CallResult = { statusCode: number | null; failure: string | null; retryAfterSeconds: number | null };
export type CallOptions = { policy?: OutboundPolicy; resolve?: Resolver; timeoutMs?: number };

const answerLimit = 64 * 1024;
const failed = (failure: string, statusCode: number | null = null): CallResult => ({
  statusCode,
  failure,
  retryAfterSeconds: null,
});

/** Sends one body to an address outside: checked, resolved once, pinned, without redirects, within 5 seconds and 64 KB of answer. */
export async function postOnce(
  address: string,
  headers: Record<string, string>,
  body: string,
  { policy = outboundPolicy(), resolve = systemResolver, timeoutMs = 5_000 }: CallOptions = {},
): Promise<CallResult> {
  const signal = AbortSignal.timeout(timeoutMs);
  const to = await Promise.race([resolveOutbound(address, policy, resolve), timeUp(signal)]);
  if (!to) return failed(tooSlow(timeoutMs));
  if (!to.ok) return failed(`Not called: the address ${to.reason}.`);
  const agent = new Agent({
    connect: { lookup: pinnedTo(to.address), timeout: timeoutMs },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  });
  try {
    const answer = await request(to.url, { method: "POST", headers, body, dispatcher: agent, signal });
    // Read so that a proxy sees a complete answer, thrown away, and broken off beyond the limit.
    await answer.body.dump({ limit: answerLimit, signal });
    const { statusCode } = answer;
    return {
      statusCode,
      failure: whyRefused(statusCode),
      retryAfterSeconds: retryAfter(answer.headers["retry-after"]),
    };
  } catch (error) {
    return failed(signal.aborted ? tooSlow(timeoutMs) : whyBroken(error));
  } finally {
    await agent.destroy();
  }
}

const tooSlow = (timeoutMs: number) => `No answer within ${timeoutMs / 1000} seconds.`;

function whyRefused(statusCode: number): string | null {
  if (statusCode >= 200 && statusCode < 300) return null;
  if (statusCode >= 300 && statusCode < 400) return `Answered ${statusCode}: redirects are not followed.`;
  return `Answered ${statusCode}.`;
}

function retryAfter(value: string | string[] | undefined): number | null {
  const seconds = Number(Array.isArray(value) ? value[0] : value);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 86_400) : null;
}
