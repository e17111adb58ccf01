import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { CommandLine } from "@/components/ui/command-line";
import { ModalBody, ModalFooter } from "@/components/ui/modal";

type SecretShownProps = { secret: string; formerUntil?: string | null; onDone: () => void };

/** A signing secret, the one time it is shown, and what the receiver does with it. */
export function SecretShown({ secret, formerUntil = null, onDone }: SecretShownProps) {
  return (
    <>
      <ModalBody>
        <Callout tone="warn">This is the only time the secret is shown. It is kept encrypted.</Callout>
        <CommandLine command={secret} label="Copy secret" />
        {formerUntil && (
          <p className="text-s">
            Messages are signed with the former secret too until <b className="font-medium">{formerUntil}</b>. Give the
            receiver the new one before that.
          </p>
        )}
        <p className="text-s text-ink-2">
          The receiver checks with it that a message comes from here, by the headers <code>webhook-id</code>,{" "}
          <code>webhook-timestamp</code> and <code>webhook-signature</code> of Standard Webhooks.
        </p>
      </ModalBody>
      <ModalFooter>
        <Button variant="primary" onClick={onDone}>
          I have copied it
        </Button>
      </ModalFooter>
    </>
  );
}
