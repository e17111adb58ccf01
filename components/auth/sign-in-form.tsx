"use client";

import { useActionState } from "react";
import { TextField } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { signInAction } from "@/lib/auth/sign-in-actions";
import { FormMessage } from "./form-message";

/** E-mail and password. A failed attempt keeps the e-mail; works without JavaScript. */
export function SignInForm({ next }: { next: string }) {
  const [state, action] = useActionState(signInAction, null);
  return (
    <form action={action} className="flex flex-col gap-3.5">
      <input type="hidden" name="next" value={next} />
      <TextField
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        maxLength={254}
        defaultValue={state?.values.email}
        error={state?.fieldErrors.email}
      />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        maxLength={200}
        error={state?.fieldErrors.password}
      />
      <FormMessage state={state} />
      <SubmitButton size="l" className="w-full">
        Sign in
      </SubmitButton>
    </form>
  );
}
