"use server";

import { getDb } from "@/db/client";
import { userAgent } from "@/lib/auth/request";
import { type FormState, formText, signInAndGo } from "@/lib/auth/sign-in-and-go";
import { signInContext } from "@/lib/auth/sign-in-context";
import { completeSetup } from "./commands/complete-setup";

/** First administrator and first project, through the set-up link. */
export async function completeSetupAction(_state: FormState, form: FormData): Promise<FormState> {
  const fields = ["token", "name", "email", "password", "project", "title"] as const;
  const given = Object.fromEntries(fields.map((name) => [name, formText(form, name)])) as Record<
    (typeof fields)[number],
    string
  >;
  return signInAndGo(form, "/", async () =>
    completeSetup(signInContext(getDb()), { ...given, userAgent: await userAgent() }),
  );
}
