"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { SessionEndedDialog } from "@/components/auth/session-ended-dialog";
import { useProtectedForm } from "@/components/auth/use-protected-form";
import { Button } from "@/components/ui/button";
import { FormFailure } from "@/components/ui/form-failure";
import { Modal, ModalBody, ModalFooter } from "@/components/ui/modal";
import { createWebhookAction } from "@/lib/integrations/webhooks/actions";
import { paths } from "@/lib/paths";
import { SecretShown } from "./secret-shown";
import { type EventGroup, readWebhookFields, WebhookFields } from "./webhook-fields";

type Made = { webhookId: string; name: string; secret: string };

/** Button and dialog that make a webhook; its signing secret is shown once. */
export function CreateWebhookDialog({ project, groups }: { project: string; groups: readonly EventGroup[] }) {
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<Made | null>(null);
  const router = useRouter();
  const close = () => {
    setOpen(false);
    setMade(null);
  };
  return (
    <>
      <Button variant="primary" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        Create a webhook
      </Button>
      <Modal open={open} onClose={close} title={made ? "Copy the signing secret now" : "Create a webhook"}>
        {made ? (
          <SecretShown
            secret={made.secret}
            onDone={() => {
              close();
              router.push(paths.webhook(project, made.webhookId));
            }}
          />
        ) : (
          <CreateForm project={project} groups={groups} onMade={setMade} onCancel={close} />
        )}
      </Modal>
    </>
  );
}

type FormProps = { project: string; groups: readonly EventGroup[]; onMade: (made: Made) => void; onCancel: () => void };

function CreateForm({ project, groups, onMade, onCancel }: FormProps) {
  const router = useRouter();
  const form = useProtectedForm(createWebhookAction, {
    onSuccess: (made) => {
      router.refresh();
      onMade(made);
    },
  });
  return (
    <form
      {...form.formProps}
      onSubmit={(event) => {
        event.preventDefault();
        form.run(project, readWebhookFields(event.currentTarget));
      }}
    >
      <ModalBody>
        <WebhookFields groups={groups} errors={form.fieldErrors} />
        <FormFailure failure={form.unplaced} />
      </ModalBody>
      <ModalFooter>
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" pending={form.pending}>
          Create webhook
        </Button>
      </ModalFooter>
      <SessionEndedDialog session={form.session} onResend={form.resend} />
    </form>
  );
}
