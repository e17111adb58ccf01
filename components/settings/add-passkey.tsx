"use client";

import { startRegistration } from "@simplewebauthn/browser";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { passkeyProblem } from "@/components/auth/passkey-problem";
import { Button } from "@/components/ui/button";
import { CloseButton, Dialog } from "@/components/ui/dialog";
import { FormFailure } from "@/components/ui/form-failure";
import { TextField } from "@/components/ui/input";
import { ModalBody, ModalFooter, useCloseDialog } from "@/components/ui/modal";
import { settle } from "@/components/ui/use-action";
import { registerPasskeyAction, startPasskeyRegistrationAction } from "@/lib/auth/actions";

/** Adds a passkey: names it, has the device make it, and keeps its public key. */
export function AddPasskey({ project }: { project: string }) {
  return (
    <Dialog
      label="Add a passkey"
      title="Add a passkey"
      description="Your device makes a key pair and keeps the private key. You confirm with its screen lock, fingerprint or PIN."
      size="s"
      button={{ size: "s" }}
    >
      <AddForm project={project} />
    </Dialog>
  );
}

function AddForm({ project }: { project: string }) {
  const router = useRouter();
  const close = useCloseDialog();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const add = async (name: string) => {
    setPending(true);
    setProblem(await makePasskey(project, name));
    setPending(false);
  };
  return (
    <form
      onSubmit={async (event) => {
        event.preventDefault();
        const name = String(new FormData(event.currentTarget).get("name"));
        await add(name);
      }}
    >
      <ModalBody>
        <TextField
          name="name"
          label="Name"
          hint="What you will know it by, such as work laptop."
          maxLength={80}
          pattern=".*\S.*"
          title="A name of up to 80 characters"
        />
        <FormFailure failure={problem === null ? null : { ok: false, code: "INVALID_INPUT", message: problem }} />
      </ModalBody>
      <ModalFooter>
        <CloseButton />
        <Button type="submit" variant="primary" pending={pending}>
          Add
        </Button>
      </ModalFooter>
    </form>
  );

  async function makePasskey(to: string, name: string): Promise<string | null> {
    const started = await settle(startPasskeyRegistrationAction, [to, {}]);
    if (!started.ok) return started.message;
    const { challengeId, options } = started.data;
    const response = await startRegistration({ optionsJSON: options }).catch((error: Error) => error);
    if (response instanceof Error) return `The device did not make a passkey: ${passkeyProblem(response)}.`;
    const kept = await settle(registerPasskeyAction, [to, { challengeId, name, response: { ...response } }]);
    if (!kept.ok) return kept.message;
    toast.success("The passkey is added.");
    close();
    router.refresh();
    return null;
  }
}
