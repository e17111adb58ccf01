"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useRef, useState } from "react";
import { FormFailure } from "@/components/ui/form-failure";
import { SelectField } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextLink } from "@/components/ui/text-link";
import { TextareaField } from "@/components/ui/textarea";
import { useAction } from "@/components/ui/use-action";
import type { RiskTier } from "@/db/enums";
import { registerVersionAction } from "@/lib/models/actions";
import { paths } from "@/lib/paths";
import type { Owner } from "./model-fields";
import { NewModelFields, readNewModel } from "./new-model-fields";

const newModelChoice = "(new)";

type RegisterVersionFormProps = {
  project: string;
  runId: string;
  digest: string;
  models: readonly { id: string; name: string; nextVersion: number; registeredAs: number | null }[];
  chosen: string | null;
  owners: readonly Owner[];
  tiers: readonly RiskTier[];
  actorId: string;
  mayCreate: boolean;
};

/** Chooses or creates the model and registers the run as its next version. */
export function RegisterVersionForm({
  project,
  runId,
  digest,
  models,
  chosen,
  owners,
  tiers,
  actorId,
  mayCreate,
}: RegisterVersionFormProps) {
  const router = useRouter();
  const first = chosen ?? models.find((model) => model.registeredAs === null)?.id ?? newModelChoice;
  const [choice, setChoice] = useState(first);
  const formRef = useRef<HTMLFormElement>(null);
  const register = useAction(registerVersionAction, {
    onFailure: () => setTimeout(() => formRef.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus()),
    onSuccess: ({ modelName, version }) => router.push(paths.version(project, modelName, version)),
  });
  const model = models.find((candidate) => candidate.id === choice);
  const isNew = choice === newModelChoice;
  const label = isNew ? "Create model and register version 1" : `Register as version ${model?.nextVersion ?? ""}`;
  const errors = Object.fromEntries(
    Object.entries(register.fieldErrors).map(([field, texts]) => [field.replace("newModel.", ""), texts]),
  );

  const failure = register.failure && {
    ...register.failure,
    message: register.failure.message.replace("newModel.", ""),
  };

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const target = isNew ? { newModel: readNewModel(form) } : { modelId: choice };
    register.run(project, {
      ...target,
      runId,
      seenDigest: digest,
      description: String(form.get("versionDescription") ?? ""),
    });
  };

  return (
    <form ref={formRef} onSubmit={onSubmit} className="flex max-w-xl flex-col gap-4">
      <SelectField
        label="Model"
        value={choice}
        onChange={(event) => setChoice(event.target.value)}
        options={[
          ...models.map(({ id, name, nextVersion }) => ({
            value: id,
            label: `${name}, next is version ${nextVersion}`,
          })),
          ...(mayCreate ? [{ value: newModelChoice, label: "A new model" }] : []),
        ]}
        error={errors.modelId}
      />
      {model?.registeredAs != null && (
        <p className="text-s text-warn">
          This run is{" "}
          <TextLink href={paths.version(project, model.name, model.registeredAs)}>
            version {model.registeredAs}
          </TextLink>{" "}
          of {model.name} already.
        </p>
      )}
      {isNew && <NewModelFields owners={owners} tiers={tiers} actorId={actorId} errors={errors} />}
      <TextareaField
        name="versionDescription"
        label="What is new in this version"
        optional
        rows={3}
        error={errors.versionDescription}
      />
      <FormFailure failure={failure} />
      <div>
        <SubmitButton pending={register.pending} disabled={model?.registeredAs != null}>
          {label}
        </SubmitButton>
      </div>
    </form>
  );
}
