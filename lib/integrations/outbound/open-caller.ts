import "server-only";
import { Agent, type Dispatcher, request } from "undici";
import type { OutboundPolicy } from "./outbound-url";
import { pinnedTo, timeUp, whyBroken } from "./pinned";
import { type Resolver, resolveOutbound, systemResolver } from "./resolve-outbound";

export type Call = { method: "GET" | "POST"; path: string; headers: Record<string, string>; body?: string };
export type CallAnswer =
  | { ok: true; status: number; text: string }
  | { ok: false; kind: "unreachable" | "too_large"; failure: string };
export type Caller = { send: (call: Call) => Promise<CallAnswer>; close: () => Promise<void> };
export type CallerOptions = {
  policy: OutboundPolicy;
  resolve?: Resolver;
  /** For each call, its whole answer included. */
  timeoutMs: number;
  maxBytes: number;
};
export type OpenedCaller = { ok: true; caller: Caller } | { ok: false; reason: string };

const unreachable = (failure: string): CallAnswer => ({ ok: false, kind: "unreachable", failure });

/** Reads a whole body as text; null when it is longer than `most` bytes. */
async function readText(body: Dispatcher.ResponseData["body"], most: number): Promise<string | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of body as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > most) {
      body.destroy();
      return null;
    }
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

/**
 * Opens connections to one server outside for a series of calls: the address is checked and its name looked up once, every call goes to
 * that very address, redirects are not followed, and each call ends after its time and size. Close it at the end.
 */
export async function openCaller(
  base: string,
  { policy, resolve = systemResolver, timeoutMs, maxBytes }: CallerOptions,
): Promise<OpenedCaller> {
  const to = await Promise.race([resolveOutbound(base, policy, resolve), timeUp(AbortSignal.timeout(timeoutMs))]);
  if (!to) return { ok: false, reason: `names a host that the name server did not find within ${timeoutMs / 1000} s` };
  if (!to.ok) return to;
  const agent = new Agent({
    connect: { lookup: pinnedTo(to.address), timeout: timeoutMs },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    connections: 6,
  });
  const root = to.url.href.replace(/\/+$/, "");
  const send = async ({ method, path, headers, body }: Call): Promise<CallAnswer> => {
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const answer = await request(`${root}${path}`, { method, headers, body, dispatcher: agent, signal });
      const text = await readText(answer.body, maxBytes);
      if (text !== null) return { ok: true, status: answer.statusCode, text };
      const failure = `An answer was larger than ${Math.round(maxBytes / 1024 / 1024)} MB.`;
      return { ok: false, kind: "too_large", failure };
    } catch (error) {
      return unreachable(signal.aborted ? `No answer within ${timeoutMs / 1000} seconds.` : whyBroken(error));
    }
  };
  return { ok: true, caller: { send, close: () => agent.destroy() } };
}
