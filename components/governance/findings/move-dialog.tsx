"use client";

import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { SessionEndedDialog } from "@/components/auth/session-ended-dialog";
import { useProtectedForm } from "@/components/auth/use-protected-form";
import { CloseButton, Dialog } from "@/components/ui/dialog";
import { FormFailure } from "@/components/ui/form-failure";
import { TextField } from "@/components/ui/input";
import { ModalBody, ModalFooter, useCloseDialog } from "@/components/ui/modal";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextareaField } from "@/components/ui/textarea";
import type { FindingTransition } from "@/lib/governance/findings/finding";
import { moveFindingAction } from "@/lib/governance/risk-actions";
import { moveWords } from "./move-words";

type MoveDialogProps = { project: string; number: number; lockVersion: number; transition: FindingTransition };

/** Takes a finding to its next state, with what was done or why. */
export function MoveDialog(props: MoveDialogProps) {
  const { label, consequence } = moveWords[props.transition];
  return (
    <Dialog label={label} title={`${label}: F-${props.number}`} description={consequence}>
      <MoveForm {...props} />
    </Dialog>
  );
}

function MoveForm({ project, number, lockVersion, transition }: MoveDialogProps) {
  const { label, hint, done } = moveWords[transition];
  const router = useRouter();
  const close = useCloseDialog();
  const act = useProtectedForm(moveFindingAction, {
    draft: `finding:${project}:${number}:${transition}`,
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
        const form = new FormData(event.currentTarget);
        const until = form.get("until");
        const note = String(form.get("note"));
        act.run(project, { number, lockVersion, transition, note, until: until ? String(until) : null });
      }}
    >
      <ModalBody>
        {transition === "accept" && (
          <TextField
            name="until"
            type="date"
            label="Borne until"
            hint="A year at most; then it is open again by itself."
            error={act.fieldErrors.until}
          />
        )}
        <TextareaField name="note" label="Reason" hint={hint} rows={4} error={act.fieldErrors.note} />
        <FormFailure failure={act.failure} />
      </ModalBody>
      <ModalFooter>
        <CloseButton />
        <SubmitButton pending={act.pending}>{label}</SubmitButton>
      </ModalFooter>
      <SessionEndedDialog session={act.session} onResend={act.resend} />
    </form>
  );
}
