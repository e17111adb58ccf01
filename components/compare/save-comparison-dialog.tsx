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
import { saveComparisonAction } from "@/lib/experiments/actions";
import { viewQuery } from "@/lib/experiments/compare-url";
import { useCompareAddress } from "./compare-address";

/** Saves the comparison as it stands under a new name; everyone in the project can then open it. */
export function SaveComparisonDialog() {
  return (
    <Dialog
      label="Save comparison…"
      title="Save this comparison"
      description="Keeps the runs, baseline, metric, slice and charts as they stand, and what the runs hold now. Everyone in the project can open it and attach it to a promotion."
    >
      <Body />
    </Dialog>
  );
}

function Body() {
  const router = useRouter();
  const { project, state, change } = useCompareAddress();
  const close = useCloseDialog();
  const act = useProtectedForm(saveComparisonAction, {
    draft: `save-comparison:${project}`,
    onSuccess: ({ id }) => {
      close();
      toast.success("The comparison is saved.");
      change({ saved: id }, "push");
      router.refresh();
    },
  });
  const { fieldErrors } = act;
  return (
    <form
      {...act.formProps}
      onSubmit={(event) => {
        event.preventDefault();
        const typed = new FormData(event.currentTarget);
        act.run(project, {
          name: String(typed.get("name")),
          note: String(typed.get("note")),
          query: viewQuery(state),
        });
      }}
    >
      <ModalBody>
        <TextField label="Name" name="name" maxLength={120} autoComplete="off" error={fieldErrors.name} />
        <TextareaField
          label="Note"
          name="note"
          hint="What it shows, for whoever opens it."
          rows={3}
          optional
          error={fieldErrors.note}
        />
        <FormFailure failure={fieldErrors.name || fieldErrors.note ? null : act.failure} />
      </ModalBody>
      <ModalFooter>
        <CloseButton />
        <SubmitButton pending={act.pending}>Save</SubmitButton>
      </ModalFooter>
      <SessionEndedDialog session={act.session} onResend={() => act.formProps.ref.current?.requestSubmit()} />
    </form>
  );
}
