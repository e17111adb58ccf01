import { isLostConnection } from "@/db/lost-connection";
import { DomainError } from "./errors";

const unstorable = new Set(["22021", "22P05"]);
const unreachable = new Set(["ECONNREFUSED", "ENOTFOUND", "CONNECT_TIMEOUT", "57P03", "53300"]);
/** Codes that any socket knows, such as that of a mail server; the driver's errors carry their query. */
const ofAnySocket = new Set(["ECONNREFUSED", "ENOTFOUND", "ECONNRESET", "EPIPE"]);

/** What the database refused, or could not answer, in words for the person who asked; null for any other error. */
export function databaseRefusal(error: unknown): DomainError | null {
  if (typeof error !== "object" || error === null) return null;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (!ofAnySocket.has(code) || "query" in error) {
    if (unstorable.has(code))
      return new DomainError("INVALID_INPUT", "The text holds null or broken characters. Remove them and send again.");
    if (unreachable.has(code))
      return new DomainError(
        "UNAVAILABLE",
        "The database is not available; nothing was changed. Try again in a moment.",
      );
    // The answer to a commit may be what was lost.
    if (isLostConnection(error))
      return new DomainError(
        "UNAVAILABLE",
        "The connection to the database was lost. If this was to change something, look whether it did before you send it again.",
      );
  }
  return "cause" in error ? databaseRefusal(error.cause) : null;
}
