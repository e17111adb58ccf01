import "server-only";
import { isIPv6, type LookupFunction } from "node:net";

/** Always answers the address that was checked, whatever the name server says now. */
export const pinnedTo = (address: string): LookupFunction => {
  const family = isIPv6(address) ? 6 : 4;
  return (_host, options, done) => {
    if (options.all) done(null, [{ address, family }]);
    else done(null, address, family);
  };
};

/** Null once the time of a call is up. */
export const timeUp = (signal: AbortSignal) =>
  new Promise<null>((done) => signal.addEventListener("abort", () => done(null), { once: true }));

const causes: Record<string, string> = {
  ECONNREFUSED: "The connection was refused.",
  ECONNRESET: "The connection was broken off.",
  UND_ERR_SOCKET: "The connection was broken off.",
  UND_ERR_CONNECT_TIMEOUT: "The connection could not be made in time.",
  EHOSTUNREACH: "The host cannot be reached.",
  ENETUNREACH: "The network cannot be reached.",
};

/** Our own words for what broke: nothing that the other side wrote. */
export function whyBroken(error: unknown): string {
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) return "Its certificate is not valid.";
  return causes[code] ?? "The call failed.";
}
