"use client";

import { useRouter } from "next/navigation";
import { CloseButton, Dialog } from "@/components/ui/dialog";
import { FormFailure } from "@/components/ui/form-failure";
import { ModalBody, ModalFooter, useCloseDialog } from "@/components/ui/modal";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextareaField } from "@/components/ui/textarea";
import { useAction } from "@/components/ui/use-action";
import { retireConsumerAction } from "@/lib/promotions/actions";

type RetireProps = { project: string; consumer: { id: string; name: string } };

/** Retires a consumer with a reason, after saying what that loosens. */
export function RetireConsumerDialog(props: RetireProps) {
  return (
    <Dialog
      label="Retire"
      button={{ size: "s", variant: "ghost" }}
      title={`Retire ${props.consumer.name}`}
      description="New versions are then no longer held to its schema. Open promotions of the model are evaluated again."
    >
      <RetireForm {...props} />
    </Dialog>
  );
}

function RetireForm({ project, consumer }: RetireProps) {
  const router = useRouter();
  const close = useCloseDialog();
  const retire = useAction(retireConsumerAction, {
    onSuccess: () => {
      close();
      router.refresh();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const reason = String(new FormData(event.currentTarget).get("reason"));
        retire.run(project, { consumerId: consumer.id, reason });
      }}
    >
      <ModalBody>
        <TextareaField name="reason" label="Reason" hint="Kept in the audit log." error={retire.fieldErrors.reason} />
        <FormFailure failure={retire.failure} />
      </ModalBody>
      <ModalFooter>
        <CloseButton />
        <SubmitButton pending={retire.pending}>Retire</SubmitButton>
      </ModalFooter>
    </form>
  );
}
