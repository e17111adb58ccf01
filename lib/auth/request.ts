import "server-only";
import { headers } from "next/headers";

/** The browser's own name, for the list of sessions. */
export const userAgent = async (): Promise<string | null> => (await headers()).get("user-agent");
