"use client";

import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { SessionEndedDialog } from "@/components/auth/session-ended-dialog";
import { useProtectedForm } from "@/components/auth/use-protected-form";
import { FormFailure } from "@/components/ui/form-failure";
import { TextField } from "@/components/ui/input";
import { Panel } from "@/components/ui/panel";
import { SelectField } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { createTargetAction } from "@/lib/deployments/actions";

type Props = { project: string; models: readonly string[]; environments: readonly string[] };

/** Name, model and environment of a new pull target. */
export function CreateTargetForm({ project, models, environments }: Props) {
  const router = useRouter();
  const act = useProtectedForm(createTargetAction, {
    draft: `create-target:${project}`,
    onSuccess: ({ name }) => {
      toast.success(`Target ${name} is created`);
      act.formProps.ref.current?.reset();
      router.refresh();
    },
  });
  return (
    <Panel padded className="max-w-140">
      <form
        {...act.formProps}
        className="flex flex-col gap-3.5"
        onSubmit={(event) => {
          event.preventDefault();
          const data = new FormData(event.currentTarget);
          const text = (name: string) => String(data.get(name) ?? "");
          act.run(project, {
            name: text("name"),
            modelName: text("modelName"),
            environment: text("environment"),
            adapter: "pull",
          });
        }}
      >
        <TextField
          name="name"
          label="Name"
          hint="Where it serves, e.g. benefits-eu"
          error={act.fieldErrors.name}
          required
        />
        <SelectField
          name="modelName"
          label="Model"
          placeholder={models.length ? "Choose a model" : "Register a model first"}
          options={models.map((name) => ({ value: name, label: name }))}
          error={act.fieldErrors.modelName}
        />
        <SelectField
          name="environment"
          label="Environment"
          options={environments.map((name) => ({ value: name, label: name }))}
          error={act.fieldErrors.environment}
        />
        <FormFailure failure={act.failure} />
        <div>
          <SubmitButton pending={act.pending}>Create target</SubmitButton>
        </div>
      </form>
      <SessionEndedDialog session={act.session} onResend={() => act.formProps.ref.current?.requestSubmit()} />
    </Panel>
  );
}
