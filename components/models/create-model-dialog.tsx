"use client";

import { useRouter } from "next/navigation";
import { CloseButton, Dialog } from "@/components/ui/dialog";
import { FormFailure } from "@/components/ui/form-failure";
import { ModalBody, ModalFooter } from "@/components/ui/modal";
import { SubmitButton } from "@/components/ui/submit-button";
import { useAction } from "@/components/ui/use-action";
import type { RiskTier } from "@/db/enums";
import { createModelAction } from "@/lib/models/actions";
import { paths } from "@/lib/paths";
import type { Owner } from "./model-fields";
import { NewModelFields, readNewModel } from "./new-model-fields";

type CreateModelDialogProps = {
  project: string;
  owners: readonly Owner[];
  tiers: readonly RiskTier[];
  actorId: string;
};

/** Creates a model and goes to its page. */
export function CreateModelDialog(props: CreateModelDialogProps) {
  return (
    <Dialog label="Create model" title="Create a model" description="Versions are registered from runs afterwards.">
      <CreateModelForm {...props} />
    </Dialog>
  );
}

function CreateModelForm({ project, owners, tiers, actorId }: CreateModelDialogProps) {
  const router = useRouter();
  const create = useAction(createModelAction, { onSuccess: ({ name }) => router.push(paths.model(project, name)) });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        create.run(project, readNewModel(new FormData(event.currentTarget)));
      }}
    >
      <ModalBody>
        <NewModelFields owners={owners} tiers={tiers} actorId={actorId} errors={create.fieldErrors} />
        <FormFailure failure={create.failure} />
      </ModalBody>
      <ModalFooter>
        <CloseButton />
        <SubmitButton pending={create.pending}>Create model</SubmitButton>
      </ModalFooter>
    </form>
  );
}
