import { z } from "zod";
import { EnvError } from "@/lib/env";
import { DomainError } from "@/lib/errors";

/** A failure that needs no stack trace: its message says what to do. */
export class CliError extends Error {
  override name = "CliError";
}

/** What a person at a terminal reads about `error`. */
export function explain(error: unknown): string {
  if (error instanceof EnvError) return `A setting is missing or wrong:\n${error.message.replace(/^/gm, "  ")}`;
  if (error instanceof z.ZodError)
    return error.issues.map((issue) => `${issue.path.join(".") || "input"}: ${issue.message}`).join("\n");
  if (error instanceof CliError || error instanceof DomainError) return error.message;
  if (error instanceof Error) return process.env.DEBUG ? (error.stack ?? error.message) : error.message || error.name;
  return String(error);
}

/** Runs the body of a command: 0 when it ends well, 1 with its message on stderr otherwise. */
export async function runMain(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = 1;
  }
}
