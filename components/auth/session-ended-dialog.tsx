"use client";

import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { LinkButton } from "@/components/ui/link-button";
import { Modal, ModalBody, ModalFooter } from "@/components/ui/modal";
import { paths } from "@/lib/paths";
import { OtherPerson } from "./other-person";
import { ReauthenticateDialog } from "./reauthenticate-dialog";
import type { SignIn } from "./session-channel";
import { useSignedInPerson } from "./signed-in-person";

type SessionEndedDialogProps = {
  session: { ended: boolean; signedInAs: SignIn | null; needsProof: boolean; dismiss: () => void };
  /** Sends the form again. */
  onResend: () => void;
};

/**
 * Over a form whose session has ended: sign in again in a new tab, as the same person, then send what is still here. Where the
 * session is only too old for a signature, it asks who is there instead.
 */
export function SessionEndedDialog({ session, onResend }: SessionEndedDialogProps) {
  const { ended, signedInAs, needsProof, dismiss } = session;
  const person = useSignedInPerson();
  const isOther = signedInAs !== null && person !== null && signedInAs.userId !== person.userId;
  const mayGoOn = signedInAs !== null && !isOther;
  const goOn = () => {
    dismiss();
    onResend();
  };
  return (
    <>
      <Modal
        open={ended}
        onClose={dismiss}
        size="s"
        title="Your session has ended"
        description="Nothing was changed and nothing you wrote is lost."
      >
        <ModalBody>
          <div aria-live="polite">
            {isOther && <OtherPerson name={signedInAs.name} own={person.name} />}
            {mayGoOn && (
              <Callout tone="pass">
                You are signed in again, as <bdi>{signedInAs.name}</bdi>.
              </Callout>
            )}
            {!signedInAs && <p>Sign in again in a new tab, then come back here and send.</p>}
          </div>
        </ModalBody>
        <ModalFooter>
          <Button onClick={dismiss}>Back to the form</Button>
          {mayGoOn ? (
            <Button variant="primary" onClick={goOn}>
              Send now
            </Button>
          ) : (
            <LinkButton
              variant="primary"
              href={isOther ? paths.signInAgain : paths.signIn(paths.signedIn)}
              target="_blank"
              rel="noopener"
            >
              Sign in in a new tab
            </LinkButton>
          )}
        </ModalFooter>
      </Modal>
      {person && (
        <ReauthenticateDialog
          project={person.project}
          method={person.method}
          open={needsProof}
          onClose={dismiss}
          onConfirmed={goOn}
        />
      )}
    </>
  );
}
