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
import { ChangesFound } from "./changes-found";

type Props<Input> = {
  project: string;
  /** Names the draft that survives a reload: one per promotion and act. */
  draft: string;
  label: string;
  title: string;
  /** What it does, before the click. */
  consequence: string;
  hint: string;
  done: string;
  /** The key of the text in the input. */
  field: "comment" | "reason";
  input: Omit<Input, "comment" | "reason">;
  action: (project: string, input: Input) => Promise<ActionResult<unknown>>;
  variant?: ButtonVariant;
  wide?: boolean;
};

/** A button whose dialog names the consequence and takes a reason; the text survives every failure. */
export function DecisionDialog<Input>(props: Props<Input>) {
  const { label, title, consequence, variant, wide } = props;
  return (
    <Dialog
      label={label}
      title={title}
      description={consequence}
      button={wide ? { variant, className: "w-full" } : { variant }}
    >
      <ReasonForm {...props} />
    </Dialog>
  );
}

function ReasonForm<Input>({ project, draft, label, hint, done, field, input, action, variant }: Props<Input>) {
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
        <TextareaField name={field} label="Reason" hint={hint} rows={5} error={act.fieldErrors[field]} required />
        <FormFailure failure={act.failure}>
          <ChangesFound failure={act.failure} />
        </FormFailure>
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
