"use client";

import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { LinkButton } from "@/components/ui/link-button";
import { Modal, ModalBody, ModalFooter } from "@/components/ui/modal";
import { paths } from "@/lib/paths";

type SessionEndedDialogProps = {
  session: { ended: boolean; signedInAs: string | null; dismiss: () => void };
  /** Sends the form again. */
  onResend: () => void;
};

/** Over a form whose session has ended: sign in again in a new tab, then send what is still here. */
export function SessionEndedDialog({ session, onResend }: SessionEndedDialogProps) {
  const { ended, signedInAs, dismiss } = session;
  return (
    <Modal
      open={ended}
      onClose={dismiss}
      size="s"
      title="Your session has ended"
      description="Nothing was changed and nothing you wrote is lost."
    >
      <ModalBody>
        <div aria-live="polite">
          {signedInAs ? (
            <Callout tone="pass">
              You are signed in again, as <bdi>{signedInAs}</bdi>.
            </Callout>
          ) : (
            <p>Sign in again in a new tab, then come back here and send.</p>
          )}
        </div>
      </ModalBody>
      <ModalFooter>
        <Button onClick={dismiss}>Back to the form</Button>
        {signedInAs ? (
          <Button
            variant="primary"
            onClick={() => {
              dismiss();
              onResend();
            }}
          >
            Send now
          </Button>
        ) : (
          <LinkButton variant="primary" href={paths.signIn(paths.signedIn)} target="_blank" rel="noopener">
            Sign in in a new tab
          </LinkButton>
        )}
      </ModalFooter>
    </Modal>
  );
}
