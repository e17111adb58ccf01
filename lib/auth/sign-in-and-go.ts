import "server-only";
import { redirect } from "next/navigation";
import { getDb } from "@/db/client";
import { assertSameOrigin, toActionError } from "@/lib/action";
import type { FieldErrors } from "@/lib/errors";
import { newIdAt } from "@/lib/ids";
import { endSession } from "./commands/end-session";
import { readSessionCookie, writeSessionCookie } from "./cookies";
import { findLiveSession } from "./live-session";
import { userContext } from "./session";
import type { StartedSession } from "./start-session";

/** What a form outside the console shows again after a failure; passwords are never part of it. */
export type FormState = { message: string; fieldErrors: FieldErrors; values: Record<string, string> } | null;

/** A text field of a form; empty when it is absent or a file. */
export const formText = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
};

const shown = (form: FormData): Record<string, string> =>
  Object.fromEntries(
    [...form]
      .filter(([name, value]) => typeof value === "string" && !/^\$|password|token/.test(name))
      .map(([name, value]) => [name, String(value)]),
  );

/** Replaces whatever session this browser had by the one that `start` gives, then goes on to `next`. */
export async function signInAndGo(
  form: FormData,
  next: string,
  start: () => Promise<StartedSession>,
): Promise<FormState> {
  try {
    await assertSameOrigin();
    const started = await start();
    await endCurrentSession();
    await writeSessionCookie(started.userId, started.sessionId);
  } catch (error) {
    const { message, fieldErrors = {} } = toActionError(error, newIdAt(new Date()));
    return { message, fieldErrors, values: shown(form) };
  }
  redirect(next);
}

/** Ends the session that this browser holds, if any. */
export async function endCurrentSession(): Promise<void> {
  const sessionId = await readSessionCookie();
  const session = sessionId ? await findLiveSession(getDb(), sessionId, null) : null;
  if (session) await endSession(userContext(session, 0, getDb()), { sessionId: session.sessionId });
}
