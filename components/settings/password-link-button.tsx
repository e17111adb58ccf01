"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { FormFailure } from "@/components/ui/form-failure";
import { Modal, ModalBody, ModalFooter } from "@/components/ui/modal";
import { useAction } from "@/components/ui/use-action";
import { issuePasswordLinkAction } from "@/lib/auth/actions";
import { OneTimeLink } from "./one-time-link";

/** Makes a new password link for a member who never signed in; the earlier one stops working. */
export function PasswordLinkButton({ project, userId, name }: { project: string; userId: string; name: string }) {
  const [link, setLink] = useState<string | null>(null);
  const { run, pending, failure, reset } = useAction(issuePasswordLinkAction, {
    onSuccess: (made) => setLink(made.link),
  });
  const close = () => {
    setLink(null);
    reset();
  };
  return (
    <>
      <Button
        size="s"
        pending={pending}
        aria-label={`New password link for ${name}`}
        onClick={() => run(project, { userId })}
      >
        New link
      </Button>
      <Modal
        open={link !== null || failure !== null}
        onClose={close}
        title={
          <>
            Link for <bdi>{name}</bdi>
          </>
        }
      >
        <ModalBody>
          {link && <OneTimeLink path={link} />}
          <FormFailure failure={failure} />
        </ModalBody>
        <ModalFooter>
          <Button variant="primary" onClick={close}>
            Done
          </Button>
        </ModalFooter>
      </Modal>
    </>
  );
}
