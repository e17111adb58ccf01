"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { SessionEndedDialog } from "@/components/auth/session-ended-dialog";
import { useProtectedForm } from "@/components/auth/use-protected-form";
import { Button } from "@/components/ui/button";
import { CheckboxField } from "@/components/ui/checkbox";
import { FieldError } from "@/components/ui/field";
import { FormFailure } from "@/components/ui/form-failure";
import { TextField } from "@/components/ui/input";
import { Modal, ModalBody, ModalFooter } from "@/components/ui/modal";
import { SelectField } from "@/components/ui/select";
import { type TokenScope, tokenScopes } from "@/db/enums";
import { createTokenAction } from "@/lib/auth/actions";
import { scopeText } from "@/lib/auth/scopes";
import { NewToken, type ShownToken } from "./new-token";

type Props = {
  project: string /** Scopes beyond the person's own rights, with the reason. */;
  refused: Partial<Record<TokenScope, string>>;
};

/** Button and dialog that make an API token; its secret is shown once. */
export function CreateTokenDialog({ project, refused }: Props) {
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<ShownToken | null>(null);
  const close = () => {
    setOpen(false);
    setMade(null);
  };
  return (
    <>
      <Button variant="primary" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        Create a token
      </Button>
      <Modal open={open} onClose={close} title={made ? "Copy the token now" : "Create an API token"}>
        {made ? (
          <NewToken project={project} made={made} onDone={close} />
        ) : (
          <CreateTokenForm project={project} refused={refused} onMade={setMade} onCancel={close} />
        )}
      </Modal>
    </>
  );
}

const lifetimes = [7, 30, 60, 90].map((days) => ({ value: String(days), label: `${days} days` }));

function CreateTokenForm({
  project,
  refused,
  onMade,
  onCancel,
}: Props & { onMade: (made: ShownToken) => void; onCancel: () => void }) {
  const router = useRouter();
  const form = useProtectedForm(createTokenAction, {
    onSuccess: (made) => {
      router.refresh();
      onMade(made);
    },
  });
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const scopes = tokenScopes.filter((scope) => data.getAll("scopes").includes(scope));
    form.run(project, { name: String(data.get("name") ?? ""), scopes, days: Number(data.get("days")) });
  };
  return (
    <form {...form.formProps} onSubmit={onSubmit}>
      <ModalBody>
        <TextField
          label="Name"
          name="name"
          hint="What will use it, such as the training pipeline."
          maxLength={80}
          error={form.fieldErrors.name}
        />
        <fieldset>
          <legend className="mb-1.5 text-s font-medium">Scopes</legend>
          <div className="flex flex-col gap-2">
            {tokenScopes.map((scope) => (
              <CheckboxField
                key={scope}
                name="scopes"
                value={scope}
                label={<code>{scope}</code>}
                hint={refused[scope] ?? scopeText[scope]}
                disabled={scope in refused}
              />
            ))}
          </div>
          <FieldError id="scopes-error" errors={form.fieldErrors.scopes ?? []} />
        </fieldset>
        <SelectField
          label="Works for"
          name="days"
          options={lifetimes}
          defaultValue="30"
          error={form.fieldErrors.days}
        />
        <FormFailure failure={form.unplaced} />
      </ModalBody>
      <ModalFooter>
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" pending={form.pending}>
          Create token
        </Button>
      </ModalFooter>
      <SessionEndedDialog session={form.session} onResend={form.resend} />
    </form>
  );
}
