"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { SessionEndedDialog } from "@/components/auth/session-ended-dialog";
import { useProtectedForm } from "@/components/auth/use-protected-form";
import { Button } from "@/components/ui/button";
import { FormFailure } from "@/components/ui/form-failure";
import { Modal, ModalBody, ModalFooter } from "@/components/ui/modal";
import { SelectField } from "@/components/ui/select";
import { formatDateTime } from "@/lib/format-time";
import { renewWebhookSecretAction } from "@/lib/integrations/webhooks/actions";
import { SecretShown } from "./secret-shown";

type Props = { project: string; webhook: { id: string; name: string; lockVersion: number } };
type Renewed = { secret: string; formerUntil: Date | null };

const overlaps = [
  { value: "24", label: "for one day" },
  { value: "1", label: "for one hour" },
  { value: "72", label: "for three days" },
  { value: "168", label: "for a week" },
  { value: "0", label: "not at all: it became known" },
];

/** Button and dialog that give a webhook a new signing secret, shown once, while the former one holds for a time. */
export function RenewSecretDialog({ project, webhook }: Props) {
  const [open, setOpen] = useState(false);
  const [renewed, setRenewed] = useState<Renewed | null>(null);
  const router = useRouter();
  const close = () => {
    setOpen(false);
    setRenewed(null);
    router.refresh();
  };
  return (
    <>
      <Button size="s" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        New secret
      </Button>
      <Modal
        open={open}
        onClose={close}
        title={renewed ? "Copy the signing secret now" : `A new signing secret for "${webhook.name}"`}
      >
        {renewed ? (
          <SecretShown
            secret={renewed.secret}
            formerUntil={renewed.formerUntil && formatDateTime(renewed.formerUntil)}
            onDone={close}
          />
        ) : (
          <RenewForm project={project} webhook={webhook} onRenewed={setRenewed} onCancel={close} />
        )}
      </Modal>
    </>
  );
}

function RenewForm({
  project,
  webhook,
  onRenewed,
  onCancel,
}: Props & { onRenewed: (renewed: Renewed) => void; onCancel: () => void }) {
  const form = useProtectedForm(renewWebhookSecretAction, { onSuccess: onRenewed });
  return (
    <form
      {...form.formProps}
      onSubmit={(event) => {
        event.preventDefault();
        const overlapHours = Number(new FormData(event.currentTarget).get("overlapHours"));
        form.run(project, { webhookId: webhook.id, lockVersion: webhook.lockVersion, overlapHours });
      }}
    >
      <ModalBody>
        <SelectField
          label="The present secret stays valid"
          name="overlapHours"
          options={overlaps}
          error={form.fieldErrors.overlapHours}
          hint="During that time every message carries both signatures, so that none is lost while the receiver changes over. A still older secret ends now."
        />
        <FormFailure failure={form.unplaced} />
      </ModalBody>
      <ModalFooter>
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" pending={form.pending}>
          Make a new secret
        </Button>
      </ModalFooter>
      <SessionEndedDialog session={form.session} onResend={form.resend} />
    </form>
  );
}
