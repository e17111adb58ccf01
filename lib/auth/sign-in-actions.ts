"use server";

import { redirect } from "next/navigation";
import { getDb } from "@/db/client";
import { assertSameOrigin } from "@/lib/action";
import { paths } from "@/lib/paths";
import { setPasswordByLink } from "./commands/set-password-by-link";
import { signInAsPersona } from "./commands/sign-in-as-persona";
import { signInWithPassword } from "./commands/sign-in-with-password";
import { clearSessionCookie } from "./cookies";
import { nextPath } from "./next-path";
import { userAgent } from "./request";
import { endCurrentSession, type FormState, signInAndGo, formText as text } from "./sign-in-and-go";
import { signInContext } from "./sign-in-context";

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

/** Ends the session in the database, forgets the cookie and goes to the sign-in page. */
export async function signOutAction(): Promise<void> {
  await assertSameOrigin();
  await endCurrentSession();
  await clearSessionCookie();
  redirect(paths.signIn());
}
