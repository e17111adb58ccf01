import "server-only";
import { getEnv } from "./env";

/** Where people reach the console, for links in mail and messages. */
export const consoleAddress = (): string => getEnv().NEXTAUTH_URL ?? "http://localhost:3000";
