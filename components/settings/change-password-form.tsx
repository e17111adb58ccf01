"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useRef } from "react";
import { toast } from "sonner";
import { NewPasswordField } from "@/components/auth/new-password-field";
import { Button } from "@/components/ui/button";
import { FormFailure } from "@/components/ui/form-failure";
import { TextField } from "@/components/ui/input";
import { useAction } from "@/components/ui/use-action";
import { changePasswordAction } from "@/lib/auth/actions";

/** Changes one's own password; every other session ends. */
export function ChangePasswordForm({ project, email }: { project: string; email: string }) {
  const ref = useRef<HTMLFormElement>(null);
  const router = useRouter();
  const { run, pending, failure, fieldErrors } = useAction(changePasswordAction, {
    onSuccess: () => {
      ref.current?.reset();
      toast.success("Password changed; your other sessions have ended");
      router.refresh();
    },
  });
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    run(project, { current: String(data.get("current") ?? ""), password: String(data.get("password") ?? "") });
  };
  return (
    <form ref={ref} onSubmit={onSubmit} className="flex max-w-md flex-col gap-3.5">
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      <TextField
        label="Current password"
        name="current"
        type="password"
        autoComplete="current-password"
        maxLength={200}
        error={fieldErrors.current}
      />
      <NewPasswordField label="New password" error={fieldErrors.password} />
      <FormFailure failure={failure} />
      <Button type="submit" pending={pending} className="self-start">
        Change password
      </Button>
    </form>
  );
}
