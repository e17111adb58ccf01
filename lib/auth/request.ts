import "server-only";
import { headers } from "next/headers";

/** The browser's own name, for the list of sessions. */
export const userAgent = async (): Promise<string | null> => (await headers()).get("user-agent");

/** The id the proxy gave this request: in its answer, in the log and in the audit events it leads to. */
export const requestId = async (): Promise<string | undefined> => (await headers()).get("x-request-id")?.slice(0, 64);

/** The address at which the browser reaches us, for commands to copy. */
export async function requestOrigin(): Promise<string> {
  const incoming = await headers();
  return `${incoming.get("x-forwarded-proto") ?? "http"}://${incoming.get("host") ?? "localhost:3000"}`;
}
