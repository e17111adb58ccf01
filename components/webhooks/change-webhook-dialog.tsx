"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { SessionEndedDialog } from "@/components/auth/session-ended-dialog";
import { useProtectedForm } from "@/components/auth/use-protected-form";
import { Button } from "@/components/ui/button";
import { FormFailure } from "@/components/ui/form-failure";
import { Modal, ModalBody, ModalFooter } from "@/components/ui/modal";
import { changeWebhookAction } from "@/lib/integrations/webhooks/actions";
import type { WebhookView } from "@/lib/integrations/webhooks/webhook-query";
import { type EventGroup, readWebhookFields, WebhookFields } from "./webhook-fields";

type Props = { project: string; webhook: WebhookView; groups: readonly EventGroup[] };

/** Button and dialog that change name, address and events. */
export function ChangeWebhookDialog({ project, webhook, groups }: Props) {
  const [open, setOpen] = useState(false);
  const router = useRouter();
  const form = useProtectedForm(changeWebhookAction, {
    onSuccess: () => {
      setOpen(false);
      toast.success("Saved");
      router.refresh();
    },
  });
  return (
    <>
      <Button size="s" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        Change
      </Button>
      <Modal open={open} onClose={() => setOpen(false)} title={`Change "${webhook.name}"`}>
        <form
          {...form.formProps}
          onSubmit={(event) => {
            event.preventDefault();
            const { id: webhookId, lockVersion } = webhook;
            form.run(project, { webhookId, lockVersion, ...readWebhookFields(event.currentTarget) });
          }}
        >
          <ModalBody>
            <WebhookFields groups={groups} values={webhook} errors={form.fieldErrors} />
            <FormFailure failure={form.unplaced} />
          </ModalBody>
          <ModalFooter>
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button type="submit" variant="primary" pending={form.pending}>
              Save
            </Button>
          </ModalFooter>
          <SessionEndedDialog session={form.session} onResend={form.resend} />
        </form>
      </Modal>
    </>
  );
}
