"use client";

import { type FormEvent, useEffect, useEffectEvent, useState, useSyncExternalStore } from "react";
import { createPortal } from "react-dom";
import { Button } from "@/components/ui/button";
import { FormFailure } from "@/components/ui/form-failure";
import { TextField } from "@/components/ui/input";
import { LinkButton } from "@/components/ui/link-button";
import { Modal, ModalBody, ModalFooter } from "@/components/ui/modal";
import { useAction } from "@/components/ui/use-action";
import type { AuthMethod } from "@/db/enums";
import { reauthenticateAction } from "@/lib/auth/actions";
import { paths } from "@/lib/paths";
import { OtherPerson } from "./other-person";
import { onSignIn, type SignIn } from "./session-channel";
import { useSignedInPerson } from "./signed-in-person";

type ReauthenticateDialogProps = {
  project: string;
  method: AuthMethod;
  open: boolean;
  onClose: () => void;
  /** Called once the session's authentication time is fresh. */
  onConfirmed: () => void;
};

/** Asks anew who is at the keyboard: password, single sign-on in another tab, or a plain confirmation in the demo. */
export function ReauthenticateDialog({ project, method, open, onClose, onConfirmed }: ReauthenticateDialogProps) {
  const isHydrated = useSyncExternalStore(never, onClient, onServer);
  if (!isHydrated) return null;
  // At the end of the page: it has a form of its own, and often stands inside one.
  return createPortal(
    <Modal
      open={open}
      onClose={onClose}
      size="s"
      title="Confirm that it is you"
      description="Decisions of this weight need a fresh sign-in. What you wrote stays."
    >
      {method === "oidc" ? (
        <OidcConfirmation onConfirmed={onConfirmed} onClose={onClose} />
      ) : (
        <Confirmation {...{ project, method, onClose, onConfirmed }} />
      )}
    </Modal>,
    document.body,
  );
}

const never = () => () => {};
const onClient = () => true;
const onServer = () => false;

function Confirmation({ project, method, onClose, onConfirmed }: Omit<ReauthenticateDialogProps, "open">) {
  const { run, pending, failure, fieldErrors } = useAction(reauthenticateAction, { onSuccess: onConfirmed });
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    event.stopPropagation();
    const password = new FormData(event.currentTarget).get("password");
    run(project, typeof password === "string" ? { password } : {});
  };
  return (
    <form onSubmit={onSubmit}>
      <ModalBody>
        {method === "password" ? (
          <TextField
            label="Password"
            name="password"
            type="password"
            autoComplete="current-password"
            maxLength={200}
            autoFocus
            error={fieldErrors.password}
          />
        ) : (
          <p>The demo&rsquo;s people have no password: confirming stands for entering it.</p>
        )}
        {!fieldErrors.password && <FormFailure failure={failure} />}
      </ModalBody>
      <ModalFooter>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" pending={pending}>
          Confirm
        </Button>
      </ModalFooter>
    </form>
  );
}

function OidcConfirmation({ onClose, onConfirmed }: Pick<ReauthenticateDialogProps, "onClose" | "onConfirmed">) {
  const person = useSignedInPerson();
  const [other, setOther] = useState<string | null>(null);
  const signedIn = useEffectEvent(({ userId, name }: SignIn) => {
    const isSame = person === null || person.userId === userId;
    setOther(isSame ? null : name);
    if (isSame) onConfirmed();
  });
  useEffect(() => onSignIn((signIn) => signedIn(signIn)), []);
  return (
    <>
      <ModalBody>
        <p>Your identity provider asks you to sign in again in a new tab. This page goes on by itself then.</p>
        {other !== null && person && <OtherPerson name={other} own={person.name} />}
      </ModalBody>
      <ModalFooter>
        <Button onClick={onClose}>Cancel</Button>
        <LinkButton variant="primary" href={paths.signInAgain} target="_blank" rel="noopener">
          Sign in again in a new tab
        </LinkButton>
      </ModalFooter>
    </>
  );
}
