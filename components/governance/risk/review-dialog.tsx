"use client";

import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { SessionEndedDialog } from "@/components/auth/session-ended-dialog";
import { useProtectedForm } from "@/components/auth/use-protected-form";
import { CloseButton, Dialog } from "@/components/ui/dialog";
import { FormFailure } from "@/components/ui/form-failure";
import { ModalBody, ModalFooter, useCloseDialog } from "@/components/ui/modal";
import { SelectField } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextareaField } from "@/components/ui/textarea";
import { type TriggerKind, triggerKinds, triggerWords } from "@/lib/governance/risk/assessment";
import { requestReviewAction } from "@/lib/governance/risk-actions";

type ReviewDialogProps = { project: string; assessmentId: string };

/** Asks for a review before its date, saying what happened. */
export function ReviewDialog(props: ReviewDialogProps) {
  return (
    <Dialog
      label="Ask for a review"
      title="Ask for a review"
      description="The assessment counts as due until a new revision is signed off; gates that read it hold promotions up."
    >
      <ReviewForm {...props} />
    </Dialog>
  );
}

function ReviewForm({ project, assessmentId }: ReviewDialogProps) {
  const router = useRouter();
  const close = useCloseDialog();
  const act = useProtectedForm(requestReviewAction, {
    draft: `review:${assessmentId}`,
    onSuccess: () => {
      close();
      toast.success("The review is asked for.");
      router.refresh();
    },
  });
  return (
    <form
      {...act.formProps}
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const trigger = String(form.get("trigger")) as TriggerKind;
        act.run(project, { assessmentId, trigger, reason: String(form.get("reason")) });
      }}
    >
      <ModalBody>
        <SelectField
          name="trigger"
          label="What happened"
          options={triggerKinds.map((kind) => ({ value: kind, label: triggerWords[kind] }))}
          error={act.fieldErrors.trigger}
        />
        <TextareaField name="reason" label="Reason" rows={4} error={act.fieldErrors.reason} />
        <FormFailure failure={act.failure} />
      </ModalBody>
      <ModalFooter>
        <CloseButton />
        <SubmitButton pending={act.pending}>Ask for a review</SubmitButton>
      </ModalFooter>
      <SessionEndedDialog session={act.session} onResend={act.resend} />
    </form>
  );
}
