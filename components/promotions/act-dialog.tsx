"use client";

import { useRouter } from "next/navigation";
import { useRef } from "react";
import { toast } from "sonner";
import { SessionEndedDialog } from "@/components/auth/session-ended-dialog";
import { useProtectedForm } from "@/components/auth/use-protected-form";
import type { ButtonSize, ButtonVariant } from "@/components/ui/button-style";
import { CloseButton, Dialog } from "@/components/ui/dialog";
import { FormFailure } from "@/components/ui/form-failure";
import { TextField } from "@/components/ui/input";
import { ModalBody, ModalFooter, useCloseDialog } from "@/components/ui/modal";
import { SelectField } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextareaField } from "@/components/ui/textarea";
import type { ActionResult } from "@/lib/action";

type Text = { name: string; label: string; hint?: string };
/** What is asked for: a long text, a line, a number or date, or one of several. */
export type ActField = Text &
  (
    | { kind: "area"; rows?: number }
    | { kind: "line"; maxLength?: number; initial?: string }
    | { kind: "number"; min: number; max: number; initial: number }
    | { kind: "date"; min: string; max: string; initial: string }
    | { kind: "choice"; options: readonly { value: string; label: string }[]; initial?: string; placeholder?: string }
  );

type ActDialogProps<Input> = {
  project: string;
  /** Names the draft that survives a reload: one per object and act. */
  draft: string;
  label: string;
  title: string;
  /** What it does, before the click. */
  consequence: string;
  done: string;
  fields: readonly ActField[];
  fixed: Partial<Input>;
  action: (project: string, input: Input) => Promise<ActionResult<unknown>>;
  submit?: string;
  variant?: ButtonVariant;
  size?: ButtonSize;
  wide?: boolean;
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
  const { project, draft, label, done, fields, fixed, action, submit, variant } = props;
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
        act.run(project, { ...fixed, ...Object.fromEntries(new FormData(event.currentTarget)) } as Input);
      }}
    >
      <ModalBody>
        <div className="flex flex-col gap-3.5">
          {fields.map((field) => (
            <FieldOf key={field.name} field={field} error={act.fieldErrors[field.name]} />
          ))}
          <FormFailure failure={act.failure} />
        </div>
      </ModalBody>
      <ModalFooter>
        <CloseButton />
        <SubmitButton pending={act.pending} variant={variant === "danger" ? "danger-solid" : "primary"}>
          {submit ?? label}
        </SubmitButton>
      </ModalFooter>
      <SessionEndedDialog session={act.session} onResend={() => form.current?.requestSubmit()} />
    </form>
  );
}

type Errors = string[] | undefined;

function FieldOf({ field, error }: { field: ActField; error: Errors }) {
  const { name, label, hint } = field;
  const common = { name, label, hint, error };
  switch (field.kind) {
    case "area":
      return <TextareaField {...common} rows={field.rows ?? 3} required />;
    case "line":
      return <TextField {...common} maxLength={field.maxLength ?? 200} defaultValue={field.initial} />;
    case "number":
      return <TextField {...common} type="number" min={field.min} max={field.max} defaultValue={field.initial} />;
    case "date":
      return <TextField {...common} type="date" min={field.min} max={field.max} defaultValue={field.initial} />;
    case "choice":
      return (
        <SelectField
          {...common}
          options={field.options}
          {...(field.initial === undefined
            ? { placeholder: field.placeholder ?? "Choose" }
            : { defaultValue: field.initial })}
        />
      );
  }
}
