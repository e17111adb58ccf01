"use server";

import { redirect } from "next/navigation";
import { getDb } from "@/db/client";
import { assertSameOrigin, toActionError } from "@/lib/action";
import type { FieldErrors } from "@/lib/errors";
import { newIdAt } from "@/lib/ids";
import { paths } from "@/lib/paths";
import { completeSetup } from "@/lib/projects/commands/complete-setup";
import { endSession } from "./commands/end-session";
import { setPasswordByLink } from "./commands/set-password-by-link";
import { signInAsPersona } from "./commands/sign-in-as-persona";
import { signInWithPassword } from "./commands/sign-in-with-password";
import { clearSessionCookie, readSessionCookie, writeSessionCookie } from "./cookies";
import { findLiveSession } from "./live-session";
import { nextPath } from "./next-path";
import { userAgent } from "./request";
import { userContext } from "./session";
import { signInContext } from "./sign-in-context";
import type { StartedSession } from "./start-session";

/** What a form outside the console shows again after a failure; passwords are never part of it. */
export type FormState = { message: string; fieldErrors: FieldErrors; values: Record<string, string> } | null;

const text = (form: FormData, name: string): string => {
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
async function signInAndGo(form: FormData, next: string, start: () => Promise<StartedSession>): Promise<FormState> {
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

async function endCurrentSession(): Promise<void> {
  const sessionId = await readSessionCookie();
  const session = sessionId ? await findLiveSession(getDb(), sessionId, null) : null;
  if (session) await endSession(userContext(session, 0, getDb()), { sessionId: session.sessionId });
}

/** Sign-in form: e-mail, password, next. Works before and without JavaScript. */
export async function signInAction(_state: FormState, form: FormData): Promise<FormState> {
  return signInAndGo(form, nextPath(form.get("next")), async () =>
    signInWithPassword(signInContext(getDb()), {
      email: text(form, "email"),
      password: text(form, "password"),
      userAgent: await userAgent(),
    }),
  );
}

/** Signs in as one of the demo's people. */
export async function signInPersonaAction(_state: FormState, form: FormData): Promise<FormState> {
  return signInAndGo(form, nextPath(form.get("next")), async () =>
    signInAsPersona(signInContext(getDb()), { userId: text(form, "userId"), userAgent: await userAgent() }),
  );
}

/** First password of an account, through its one-time link. */
export async function setPasswordAction(_state: FormState, form: FormData): Promise<FormState> {
  return signInAndGo(form, "/", async () =>
    setPasswordByLink(signInContext(getDb()), {
      token: text(form, "token"),
      password: text(form, "password"),
      userAgent: await userAgent(),
    }),
  );
}

/** First administrator and first project, through the set-up link. */
export async function completeSetupAction(_state: FormState, form: FormData): Promise<FormState> {
  const fields = ["token", "name", "email", "password", "project", "title"] as const;
  const given = Object.fromEntries(fields.map((name) => [name, text(form, name)])) as Record<
    (typeof fields)[number],
    string
  >;
  return signInAndGo(form, "/", async () =>
    completeSetup(signInContext(getDb()), { ...given, userAgent: await userAgent() }),
  );
}

/** Ends the session in the database, forgets the cookie and goes to the sign-in page. */
export async function signOutAction(): Promise<void> {
  await assertSameOrigin();
  await endCurrentSession();
  await clearSessionCookie();
  redirect(paths.signIn());
}
