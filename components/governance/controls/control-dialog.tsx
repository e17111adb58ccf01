"use client";

import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { toast } from "sonner";
import { SessionEndedDialog } from "@/components/auth/session-ended-dialog";
import { useProtectedForm } from "@/components/auth/use-protected-form";
import { CloseButton, Dialog } from "@/components/ui/dialog";
import { FormFailure } from "@/components/ui/form-failure";
import { ModalBody, ModalFooter, useCloseDialog } from "@/components/ui/modal";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ActionResult } from "@/lib/action";
import type { FieldErrors } from "@/lib/errors";

type ControlFormProps<Input, Output> = {
  project: string;
  action: (project: string, input: Input) => Promise<ActionResult<Output>>;
  read: (form: FormData) => Input;
  done: string;
  fields: (errors: FieldErrors) => ReactNode;
};
type ControlDialogProps<Input, Output> = ControlFormProps<Input, Output> & {
  label: string;
  title: string;
  description: string;
};

/** A small button at a control, and the form behind it that saves by one action. */
export function ControlDialog<Input, Output>(props: ControlDialogProps<Input, Output>) {
  const { label, title, description, ...form } = props;
  return (
    <Dialog label={label} button={{ size: "s" }} title={title} description={description}>
      <ControlForm {...form} />
    </Dialog>
  );
}

function ControlForm<Input, Output>({ project, action, read, done, fields }: ControlFormProps<Input, Output>) {
  const router = useRouter();
  const close = useCloseDialog();
  const act = useProtectedForm(action, {
    onSuccess: () => {
      close();
      toast.success(done);
      router.refresh();
    },
  });
  return (
    <form
      {...act.formProps}
      onSubmit={(event) => {
        event.preventDefault();
        act.run(project, read(new FormData(event.currentTarget)));
      }}
    >
      <ModalBody>
        {fields(act.fieldErrors)}
        <FormFailure failure={act.failure} />
      </ModalBody>
      <ModalFooter>
        <CloseButton />
        <SubmitButton pending={act.pending}>Save</SubmitButton>
      </ModalFooter>
      <SessionEndedDialog session={act.session} onResend={act.resend} />
    </form>
  );
}
