import { isLoopbackAddress, whyNotPublic } from "./public-address";

export type OutboundPolicy = {
  ports: readonly number[];
  /** Development and tests: plain http and any port, on this machine only. */
  allowLoopback: boolean;
  /** `host:port` of internal servers that whoever runs this installation allows by name, over http too. */
  allowedHosts?: readonly string[];
};

/** Whether a server is allowed by name, with exactly this port. */
export const isAllowedHost = ({ allowedHosts = [] }: OutboundPolicy, url: URL): boolean =>
  allowedHosts.includes(`${url.hostname.replace(/\.$/, "")}:${url.port || (url.protocol === "https:" ? 443 : 80)}`);

export type OutboundUrl = { ok: true; url: URL; host: string; address: string | null } | { ok: false; reason: string };

const refuse = (reason: string): OutboundUrl => ({ ok: false, reason });
const asAddress = (host: string): string | null => {
  const bare = host.startsWith("[") ? host.slice(1, -1) : host;
  return bare.includes(":") || /^\d+\.\d+\.\d+\.\d+$/.test(bare) ? bare : null;
};

/**
 * What can be said of an address before its name is looked up: https on an allowed port, no user name, and no address
 * that is not of the public internet. The URL parser has already turned decimal, octal and hexadecimal forms into plain ones.
 */
export function checkOutboundUrl(text: string, policy: OutboundPolicy): OutboundUrl {
  if (text.length > 2000) return refuse("is longer than 2,000 characters");
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url?.hostname || /[\s\\]/.test(text.trim()))
    return refuse("is not an address like https://hooks.example.com/governance");
  if (url.username || url.password)
    return refuse("must not hold a user name or password; the signature proves who calls");
  if (url.hash) return refuse("must not hold a fragment (#…)");
  const host = url.hostname.replace(/\.$/, "");
  const address = asAddress(host);
  const isHere = host === "localhost" || (address !== null && isLoopbackAddress(address));
  if (policy.allowLoopback && isHere && /^https?:$/.test(url.protocol)) return { ok: true, url, host, address };
  if (isAllowedHost(policy, url) && /^https?:$/.test(url.protocol)) return { ok: true, url, host, address };
  if (url.protocol !== "https:") return refuse("must start with https://");
  const port = url.port ? Number(url.port) : 443;
  if (!policy.ports.includes(port)) return refuse(`must use port ${policy.ports.join(" or ")}, not ${port}`);
  const why = address === null ? whyNotName(host) : whyNotPublic(address);
  if (why) return refuse(address === null ? why : `leads to an internal address (${why})`);
  return { ok: true, url, host, address };
}

const internalEndings = /(^|\.)(localhost|local|localdomain|internal|intranet|lan|home|corp|arpa)$/;

function whyNotName(host: string): string | null {
  if (internalEndings.test(host)) return "names a machine of an internal network";
  if (!host.includes(".")) return "needs a full host name such as hooks.example.com";
  return null;
}
