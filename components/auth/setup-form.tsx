"use client";

import { useActionState } from "react";
import { TextField } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { completeSetupAction } from "@/lib/projects/actions";
import { FormMessage } from "./form-message";
import { NewPasswordField } from "./new-password-field";

/** First administrator and first project in one step. */
export function SetupForm({ token }: { token: string }) {
  const [state, action] = useActionState(completeSetupAction, null);
  const values = state?.values ?? {};
  const errors = state?.fieldErrors ?? {};
  return (
    <form action={action} className="flex flex-col gap-4">
      <input type="hidden" name="token" value={token} />
      <fieldset className="flex flex-col gap-3.5">
        <legend className="mb-2.5 text-l font-semibold">You</legend>
        <TextField
          label="Name"
          hint="Printed in the signature of each of your decisions."
          name="name"
          autoComplete="name"
          maxLength={120}
          defaultValue={values.name}
          error={errors.name}
        />
        <TextField
          label="E-mail"
          name="email"
          type="email"
          autoComplete="username"
          maxLength={254}
          defaultValue={values.email}
          error={errors.email}
        />
        <NewPasswordField error={errors.password} />
      </fieldset>
      <fieldset className="mt-3 flex flex-col gap-3.5">
        <legend className="mb-2.5 text-l font-semibold">First project</legend>
        <TextField
          label="Short name"
          hint="Part of every address, so it never changes: lower-case letters, digits and hyphens."
          name="project"
          placeholder="credit-scoring"
          pattern="[a-z0-9][a-z0-9\-]+"
          title="Lower-case letters, digits and hyphens, at least 2 characters"
          maxLength={60}
          defaultValue={values.project}
          error={errors.project}
        />
        <TextField
          label="Title"
          optional
          name="title"
          placeholder="Credit scoring"
          maxLength={120}
          defaultValue={values.title}
          error={errors.title}
        />
      </fieldset>
      <FormMessage state={state} />
      <SubmitButton size="l">Create administrator and project</SubmitButton>
    </form>
  );
}
