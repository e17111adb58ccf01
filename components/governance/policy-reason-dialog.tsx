"use client";

import { useRouter } from "next/navigation";
import { useRef } from "react";
import { toast } from "sonner";
import { SessionEndedDialog } from "@/components/auth/session-ended-dialog";
import { useProtectedForm } from "@/components/auth/use-protected-form";
import type { ButtonVariant } from "@/components/ui/button-style";
import { CloseButton, Dialog } from "@/components/ui/dialog";
import { FormFailure } from "@/components/ui/form-failure";
import { ModalBody, ModalFooter, useCloseDialog } from "@/components/ui/modal";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextareaField } from "@/components/ui/textarea";
import type { ActionResult } from "@/lib/action";

type Props<Input> = {
  project: string;
  /** Names the text that survives a reload: one per draft and act. */
  draft: string;
  label: string;
  title: string;
  /** What it does, before the click. */
  consequence: string;
  hint: string;
  done: string;
  fieldLabel?: string;
  isOptional?: boolean;
  field: "comment" | "reason";
  input: Omit<Input, "comment" | "reason">;
  action: (project: string, input: Input) => Promise<ActionResult<unknown>>;
  variant?: ButtonVariant;
};

/** A button whose dialog names the consequence and takes a text; the text survives every failure. */
export function PolicyReasonDialog<Input>(props: Props<Input>) {
  const { label, title, consequence, variant } = props;
  return (
    <Dialog label={label} title={title} description={consequence} button={{ variant }}>
      <ReasonForm {...props} />
    </Dialog>
  );
}

function ReasonForm<Input>(props: Props<Input>) {
  const { project, draft, label, hint, done, field, input, action, variant, fieldLabel = "Reason" } = props;
  const router = useRouter();
  const close = useCloseDialog();
  const form = useRef<HTMLFormElement>(null);
  const act = useProtectedForm(action, {
    draft,
    onSuccess: () => {
      close();
      toast.success(done);
      router.refresh();
    },
  });
  return (
    <form
      {...act.formProps}
      ref={(element) => {
        form.current = element;
        act.formProps.ref.current = element;
      }}
      onSubmit={(event) => {
        event.preventDefault();
        const text = String(new FormData(event.currentTarget).get(field));
        act.run(project, { ...input, [field]: text } as Input);
      }}
    >
      <ModalBody>
        <TextareaField
          name={field}
          label={fieldLabel}
          hint={hint}
          rows={5}
          error={act.fieldErrors[field]}
          optional={props.isOptional}
        />
        <FormFailure failure={act.unplaced} />
      </ModalBody>
      <ModalFooter>
        <CloseButton />
        <SubmitButton pending={act.pending} variant={variant === "danger" ? "danger-solid" : "primary"}>
          {label}
        </SubmitButton>
      </ModalFooter>
      <SessionEndedDialog session={act.session} onResend={() => form.current?.requestSubmit()} />
    </form>
  );
}
