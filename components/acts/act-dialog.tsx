"use client";

import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { toast } from "sonner";
import { SessionEndedDialog } from "@/components/auth/session-ended-dialog";
import { useProtectedForm } from "@/components/auth/use-protected-form";
import type { ButtonSize, ButtonVariant } from "@/components/ui/button-style";
import { CloseButton, Dialog } from "@/components/ui/dialog";
import { FormFailure } from "@/components/ui/form-failure";
import { ModalBody, ModalFooter, useCloseDialog } from "@/components/ui/modal";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ActionFailure } from "@/components/ui/use-action";
import type { ActionResult } from "@/lib/action";
import { type ActField, FieldOfAct } from "./act-field";
import { PresentState } from "./present-state";

export type ActDialogProps<Input> = {
  project: string;
  /** Names the draft that survives a reload: one per object and act. */
  draft: string;
  label: string;
  title: string;
  /** What it does, before the click. */
  consequence: string;
  done: string;
  fields: readonly ActField[];
  /** The part of the input that nobody types. */
  fixed: Partial<Input>;
  action: (project: string, input: Input) => Promise<ActionResult<unknown>>;
  submit?: string;
  variant?: ButtonVariant;
  size?: ButtonSize;
  wide?: boolean;
  /** What to look at before the fields. */
  children?: ReactNode;
  /** More about a failure than its sentence. */
  about?: (failure: ActionFailure | null) => ReactNode;
};

/** A button whose dialog names the consequence and asks for what the act needs; what is typed survives every failure. */
export function ActDialog<Input>(props: ActDialogProps<Input>) {
  const { label, title, consequence, variant, size, wide } = props;
  return (
    <Dialog
      label={label}
      title={title}
      description={consequence}
      button={{ variant, size, className: wide ? "w-full" : undefined }}
    >
      <ActForm {...props} />
    </Dialog>
  );
}

function ActForm<Input>(props: ActDialogProps<Input>) {
  const { project, draft, label, done, fields, fixed, action, submit, variant, children, about } = props;
  const router = useRouter();
  const close = useCloseDialog();
  const act = useProtectedForm(action, {
    draft,
    onSuccess: () => {
      close();
      toast.success(done);
      router.refresh();
    },
  });
  const isPlaced = fields.some((field) => act.fieldErrors[field.name]);
  return (
    <form
      {...act.formProps}
      onSubmit={(event) => {
        event.preventDefault();
        act.run(project, { ...fixed, ...Object.fromEntries(new FormData(event.currentTarget)) } as Input);
      }}
    >
      <ModalBody>
        {children}
        {fields.map((field) => (
          <FieldOfAct key={field.name} field={field} error={act.fieldErrors[field.name]} />
        ))}
        <FormFailure failure={isPlaced ? null : act.failure}>
          {about ? about(act.failure) : <PresentState failure={act.failure} />}
        </FormFailure>
      </ModalBody>
      <ModalFooter>
        <CloseButton />
        <SubmitButton pending={act.pending} variant={variant === "danger" ? "danger-solid" : "primary"}>
          {submit ?? label}
        </SubmitButton>
      </ModalFooter>
      <SessionEndedDialog session={act.session} onResend={() => act.formProps.ref.current?.requestSubmit()} />
    </form>
  );
}
