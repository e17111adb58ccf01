import "server-only";
import { lookup } from "node:dns/promises";
import { getEnv } from "@/lib/env";
import { checkOutboundUrl, isAllowedHost, type OutboundPolicy } from "./outbound-url";
import { isLoopbackAddress, isNeverServer, whyNotPublic } from "./public-address";

/** Every address of a name, as the system resolves it. */
export type Resolver = (host: string) => Promise<string[]>;

export const systemResolver: Resolver = async (host) =>
  (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);

/** What may be called, from the settings of this process. Loopback is allowed only where it is said to be development. */
export function outboundPolicy(): OutboundPolicy {
  const env = getEnv();
  return {
    ports: env.WEBHOOK_PORTS ?? [443],
    allowLoopback: env.WEBHOOK_ALLOW_LOOPBACK === "1" && (env.NODE_ENV === "development" || env.NODE_ENV === "test"),
  };
}

export type Destination = { ok: true; url: URL; address: string } | { ok: false; reason: string };

/**
 * Where a call would really go: the name is looked up once, and refused when any of its addresses is not of the public
 * internet. The caller connects to exactly this address, so that a second answer of the name server changes nothing.
 */
export async function resolveOutbound(
  text: string,
  policy: OutboundPolicy = outboundPolicy(),
  resolve: Resolver = systemResolver,
): Promise<Destination> {
  const checked = checkOutboundUrl(text, policy);
  if (!checked.ok) return checked;
  const { url, host } = checked;
  const addresses = checked.address ? [checked.address] : await resolve(host).catch(() => []);
  const [address] = addresses;
  if (!address) return { ok: false, reason: `names the host ${host}, which cannot be found` };
  const isHere = addresses.every(isLoopbackAddress);
  if (policy.allowLoopback && isHere) return { ok: true, url, address };
  if (isAllowedHost(policy, url)) {
    if (!addresses.some(isNeverServer)) return { ok: true, url, address };
    return { ok: false, reason: "leads to a link-local address, which is never called" };
  }
  for (const candidate of addresses) {
    const why = whyNotPublic(candidate);
    if (why) return { ok: false, reason: `leads to an internal address (${why})` };
  }
  return { ok: true, url, address };
}
