import { TextField } from "@/components/ui/input";
import { SelectField } from "@/components/ui/select";
import { TextareaField } from "@/components/ui/textarea";
import type { FieldErrors } from "@/lib/errors";

export type Owner = { userId: string; name: string; title: string | null };
export type ModelFieldValues = { useCase: string; description: string; ownerUserId: string | null };

type ModelFieldsProps = { owners: readonly Owner[]; initial: ModelFieldValues; errors: FieldErrors };

/** Use case, owner and description: what can be changed of a model at any time. */
export function ModelFields({ owners, initial, errors }: ModelFieldsProps) {
  return (
    <>
      <TextField
        name="useCase"
        label="Use case"
        hint="The decision this model takes part in, as in “eligibility for income-tested support”."
        optional
        maxLength={500}
        defaultValue={initial.useCase}
        error={errors.useCase}
      />
      <SelectField
        name="ownerUserId"
        label="Owner"
        hint="Answers for the model after launch. A promotion to production needs one."
        optional
        options={owners.map((owner) => ({
          value: owner.userId,
          label: owner.title ? `${owner.name}, ${owner.title}` : owner.name,
        }))}
        placeholder="No owner yet"
        defaultValue={initial.ownerUserId ?? ""}
        error={errors.ownerUserId}
      />
      <TextareaField
        name="description"
        label="Description"
        optional
        rows={3}
        defaultValue={initial.description}
        error={errors.description}
      />
    </>
  );
}

/** Reads what ModelFields rendered. */
export function readModelFields(form: FormData): ModelFieldValues {
  const ownerUserId = String(form.get("ownerUserId") ?? "");
  return {
    useCase: String(form.get("useCase") ?? ""),
    description: String(form.get("description") ?? ""),
    ownerUserId: ownerUserId === "" ? null : ownerUserId,
  };
}
