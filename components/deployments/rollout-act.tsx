"use client";

import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { SessionEndedDialog } from "@/components/auth/session-ended-dialog";
import { useProtectedForm } from "@/components/auth/use-protected-form";
import { Button } from "@/components/ui/button";
import { CloseButton, Dialog } from "@/components/ui/dialog";
import { FormFailure } from "@/components/ui/form-failure";
import { ModalBody, ModalFooter, useCloseDialog } from "@/components/ui/modal";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextareaField } from "@/components/ui/textarea";
import { useAction } from "@/components/ui/use-action";
import type { ActionResult } from "@/lib/action";

type Act<Input> = {
  project: string;
  label: string;
  input: Input;
  action: (project: string, input: Input) => Promise<ActionResult<unknown>>;
  done: string;
};

/** A button that acts at once, e.g. opening the next stage; a failure is said in a toast and changes nothing. */
export function ActButton<Input>({ project, label, input, action, done, primary }: Act<Input> & { primary?: boolean }) {
  const router = useRouter();
  const act = useAction(action, {
    onSuccess: () => {
      toast.success(done);
      router.refresh();
    },
    onFailure: (failure) => {
      toast.error(failure.message);
      router.refresh();
    },
  });
  return (
    <Button variant={primary ? "primary" : undefined} pending={act.pending} onClick={() => act.run(project, input)}>
      {label}
    </Button>
  );
}

type WithReason<Input> = Omit<Act<Input & { reason: string }>, "input"> & {
  input: Input;
  title: string;
  /** What the click does, named before it: from, to, traffic. */
  consequence: string;
  preflight?: readonly { label: string; value: string }[];
  danger?: boolean;
};

/** A button whose dialog names the consequence and asks for a reason before it acts. */
export function ActWithReason<Input>(props: WithReason<Input>) {
  const { label, title, consequence, danger } = props;
  return (
    <Dialog label={label} title={title} description={consequence} button={{ variant: danger ? "danger" : undefined }}>
      <ReasonForm {...props} />
    </Dialog>
  );
}

function ReasonForm<Input>({ project, label, input, action, done, preflight, danger, title }: WithReason<Input>) {
  const router = useRouter();
  const close = useCloseDialog();
  const act = useProtectedForm(action, {
    draft: `${project}:${title}`,
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
        act.run(project, { ...input, reason: String(new FormData(event.currentTarget).get("reason")) });
      }}
    >
      <ModalBody>
        {preflight && (
          <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-s">
            {preflight.map((row) => (
              <div key={row.label} className="contents">
                <dt className="text-ink-2">{row.label}</dt>
                <dd>{row.value}</dd>
              </div>
            ))}
          </dl>
        )}
        <TextareaField
          name="reason"
          label="Reason"
          hint="Kept in the audit log."
          error={act.fieldErrors.reason}
          required
        />
        <FormFailure failure={act.failure} />
      </ModalBody>
      <ModalFooter>
        <CloseButton />
        <SubmitButton pending={act.pending} variant={danger ? "danger-solid" : "primary"}>
          {label}
        </SubmitButton>
      </ModalFooter>
      <SessionEndedDialog session={act.session} onResend={() => act.formProps.ref.current?.requestSubmit()} />
    </form>
  );
}
