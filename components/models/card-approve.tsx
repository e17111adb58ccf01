"use client";

import { useRouter } from "next/navigation";
import { useRef } from "react";
import { toast } from "sonner";
import { SessionEndedDialog } from "@/components/auth/session-ended-dialog";
import { useProtectedForm } from "@/components/auth/use-protected-form";
import { CloseButton, Dialog } from "@/components/ui/dialog";
import { FormFailure } from "@/components/ui/form-failure";
import { ModalBody, ModalFooter, useCloseDialog } from "@/components/ui/modal";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextareaField } from "@/components/ui/textarea";
import { approveCardAction } from "@/lib/models/actions";

type ApproveCardProps = { project: string; versionId: string; revision: number; statement: string };

/** Approves exactly the revision on the page, after showing the statement that is signed. */
export function ApproveCard(props: ApproveCardProps) {
  return (
    <Dialog
      label={`Approve revision ${props.revision}`}
      title={`Approve revision ${props.revision}`}
      description="Gates that ask for an approved card read this. A later edit makes a new draft; this revision stays the approved one."
      button={{ variant: "primary", className: "w-full" }}
    >
      <ApproveForm {...props} />
    </Dialog>
  );
}

function ApproveForm({ project, versionId, revision, statement }: ApproveCardProps) {
  const router = useRouter();
  const close = useCloseDialog();
  const again = useRef<() => void>(() => {});
  const approve = useProtectedForm(approveCardAction, {
    draft: `card-approve:${versionId}`,
    onSuccess: () => {
      close();
      toast.success(`Revision ${revision} is approved.`);
      router.refresh();
    },
  });
  return (
    <form
      {...approve.formProps}
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        again.current = () => form.requestSubmit();
        const comment = String(new FormData(form).get("comment") ?? "");
        approve.run(project, { versionId, seenRevision: revision, comment });
      }}
    >
      <ModalBody>
        <blockquote className="border-s-2 border-line-strong ps-3 text-ink-2">{statement}</blockquote>
        <TextareaField name="comment" label="Comment" optional error={approve.fieldErrors.comment} />
        <FormFailure failure={approve.failure} />
      </ModalBody>
      <ModalFooter>
        <CloseButton />
        <SubmitButton pending={approve.pending}>Sign and approve</SubmitButton>
      </ModalFooter>
      <SessionEndedDialog session={approve.session} onResend={() => again.current()} />
    </form>
  );
}
