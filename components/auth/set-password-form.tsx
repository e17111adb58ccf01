"use client";

import { useActionState } from "react";
import { SubmitButton } from "@/components/ui/submit-button";
import { setPasswordAction } from "@/lib/auth/sign-in-actions";
import { FormMessage } from "./form-message";
import { NewPasswordField } from "./new-password-field";

/** Sets the password that a one-time link stands for and signs in. */
export function SetPasswordForm({ token, email }: { token: string; email: string }) {
  const [state, action] = useActionState(setPasswordAction, null);
  return (
    <form action={action} className="flex flex-col gap-4">
      <input type="hidden" name="token" value={token} />
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      <NewPasswordField error={state?.fieldErrors.password} />
      <FormMessage state={state} />
      <SubmitButton size="l">Set password and sign in</SubmitButton>
    </form>
  );
}
