"use client";

import { useRouter } from "next/navigation";
import { CloseButton, Dialog } from "@/components/ui/dialog";
import { FormFailure } from "@/components/ui/form-failure";
import { ModalBody, ModalFooter, useCloseDialog } from "@/components/ui/modal";
import { SubmitButton } from "@/components/ui/submit-button";
import { useAction } from "@/components/ui/use-action";
import { editModelAction } from "@/lib/models/actions";
import { ModelFields, type ModelFieldValues, type Owner, readModelFields } from "./model-fields";

type EditModelDialogProps = {
  project: string;
  model: ModelFieldValues & { id: string; name: string; lockVersion: number };
  owners: readonly Owner[];
};

/** Changes owner, use case and description of a model. */
export function EditModelDialog(props: EditModelDialogProps) {
  return (
    <Dialog label="Edit" title={`Edit ${props.model.name}`}>
      <EditModelForm {...props} />
    </Dialog>
  );
}

function EditModelForm({ project, model, owners }: EditModelDialogProps) {
  const router = useRouter();
  const close = useCloseDialog();
  const edit = useAction(editModelAction, {
    onSuccess: () => {
      close();
      router.refresh();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const fields = readModelFields(new FormData(event.currentTarget));
        edit.run(project, { modelId: model.id, lockVersion: model.lockVersion, ...fields });
      }}
    >
      <ModalBody>
        <ModelFields owners={owners} initial={model} errors={edit.fieldErrors} />
        <FormFailure failure={edit.failure} />
      </ModalBody>
      <ModalFooter>
        <CloseButton />
        <SubmitButton pending={edit.pending}>Save</SubmitButton>
      </ModalFooter>
    </form>
  );
}
