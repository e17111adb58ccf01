import ipaddr from "ipaddr.js";

const globalUnicast = ipaddr.IPv6.parseCIDR("2000::/3");

/** Why an address must not be called from here, in a word; null when it is an address of the public internet. */
export function whyNotPublic(address: string): string | null {
  if (!ipaddr.isValid(address) || address.includes("%")) return "not an address";
  const parsed = ipaddr.parse(address);
  const range = parsed.range();
  if (range !== "unicast") return words(range);
  // Also outside of every named range, only 2000::/3 is routed: ::127.0.0.1 and the like are not.
  if (parsed instanceof ipaddr.IPv6 && !parsed.match(globalUnicast)) return "reserved";
  return null;
}

/** Whether an address belongs to this machine alone. */
export const isLoopbackAddress = (address: string): boolean =>
  ipaddr.isValid(address) && ipaddr.parse(address).range() === "loopback";

/** Whether an address belongs to no server: link-local ones, where clouds keep credentials, and those that name none at all. */
export function isNeverServer(address: string): boolean {
  if (!ipaddr.isValid(address) || address.includes("%")) return true;
  const parsed = ipaddr.process(address);
  if (parsed.toString() === "fd00:ec2::254") return true;
  return ["linkLocal", "unspecified", "broadcast", "multicast"].includes(parsed.range());
}

const words = (range: string): string => range.replace(/([a-z])([A-Z0-9])/g, "$1 $2").toLowerCase();
