"use client";

import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { SessionEndedDialog } from "@/components/auth/session-ended-dialog";
import { useProtectedForm } from "@/components/auth/use-protected-form";
import { CloseButton, Dialog } from "@/components/ui/dialog";
import { FormFailure } from "@/components/ui/form-failure";
import { TextField } from "@/components/ui/input";
import { ModalBody, ModalFooter, useCloseDialog } from "@/components/ui/modal";
import { SelectField } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextareaField } from "@/components/ui/textarea";
import { registerConsumerAction } from "@/lib/promotions/actions";

export type ConsumerFormProps = {
  project: string;
  model: { id: string; name: string };
  owners: readonly { userId: string; name: string }[];
  /** The schema that the text starts from: that of the consumer, or the signature of the newest version. */
  schema: string;
  /** The consumer whose schema is replaced; null registers another one. */
  replaces: { id: string; name: string; description: string; ownerUserId: string | null } | null;
};

/** Registers a consumer of a model, or pins another schema for one. */
export function ConsumerDialog(props: ConsumerFormProps) {
  const { replaces, model } = props;
  return (
    <Dialog
      label={replaces ? "Pin another schema" : "Register a consumer"}
      button={{ size: replaces ? "s" : "m" }}
      title={replaces ? `Schema of ${replaces.name}` : `Who calls ${model.name}`}
      description="Contract gates hold every new version of the model to this schema. The former one stays on record."
    >
      <ConsumerForm {...props} />
    </Dialog>
  );
}

function ConsumerForm({ project, model, owners, schema, replaces }: ConsumerFormProps) {
  const router = useRouter();
  const close = useCloseDialog();
  const register = useProtectedForm(registerConsumerAction, {
    onSuccess: () => {
      close();
      toast.success(replaces ? "The schema is pinned." : "The consumer is registered.");
      router.refresh();
    },
  });
  return (
    <form
      {...register.formProps}
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const text = (name: string) => String(form.get(name) ?? "");
        register.run(project, {
          modelId: model.id,
          name: replaces?.name ?? text("name"),
          description: text("description"),
          ownerUserId: text("owner") || null,
          schema: text("schema"),
          replaces: replaces?.id ?? null,
        });
      }}
    >
      <ModalBody>
        {!replaces && (
          <TextField
            name="name"
            label="Name"
            hint="The service or team that calls the model."
            error={register.fieldErrors.name}
          />
        )}
        <SelectField
          name="owner"
          label="Owner"
          optional
          hint="Who is asked when a change would break it."
          options={[
            { value: "", label: "Nobody" },
            ...owners.map((owner) => ({ value: owner.userId, label: owner.name })),
          ]}
          defaultValue={replaces?.ownerUserId ?? ""}
          error={register.fieldErrors.ownerUserId}
        />
        <TextareaField
          name="schema"
          label="Schema"
          rows={9}
          spellCheck={false}
          className="font-mono"
          defaultValue={schema}
          hint="MLflow signature as JSON: inputs = what it sends, outputs = what it expects. Delete fields it does not use; an empty side is not pinned."
          error={register.fieldErrors.schema}
        />
        <TextareaField
          name="description"
          label="What for"
          optional
          rows={2}
          defaultValue={replaces?.description ?? ""}
          error={register.fieldErrors.description}
        />
        <FormFailure failure={register.failure} />
      </ModalBody>
      <ModalFooter>
        <CloseButton />
        <SubmitButton pending={register.pending}>{replaces ? "Pin schema" : "Register"}</SubmitButton>
      </ModalFooter>
      <SessionEndedDialog session={register.session} onResend={register.resend} />
    </form>
  );
}
