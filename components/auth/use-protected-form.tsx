"use client";

import { useEffect, useRef, useState } from "react";
import { type ActionFailure, useAction } from "@/components/ui/use-action";
import type { ActionResult } from "@/lib/action";
import { onSignIn, type SignIn } from "./session-channel";
import { useFormDraft } from "./use-form-draft";

type Options<Output> = {
  /** Keeps the text over a reload too, under this name: one per form and object, e.g. `request-promotion:${version}`. */
  draft?: string;
  onSuccess?: (data: Output) => void;
};

/**
 * useAction for a form whose text must survive an ended session. While the action answers
 * UNAUTHENTICATED, SessionEndedDialog (`session`, `resend`) has the person sign in in another tab and send again; where the
 * server asks for a fresh sign-in, it has them confirm who they are first.
 */
export function useProtectedForm<Args extends unknown[], Output>(
  action: (...args: Args) => Promise<ActionResult<Output>>,
  { draft: key, onSuccess }: Options<Output>,
) {
  const draft = useFormDraft(key);
  const [signedInAs, setSignedInAs] = useState<SignIn | null>(null);
  const act = useAction(action, {
    onSuccess: (data) => {
      draft.clear();
      onSuccess?.(data);
    },
  });
  const ended = act.failure?.code === "UNAUTHENTICATED";
  useEffect(() => (ended ? onSignIn(setSignedInAs) : undefined), [ended]);
  const last = useRef<Args | null>(null);
  const run = (...args: Args) => {
    last.current = args;
    setSignedInAs(null);
    act.run(...args);
  };
  const resend = () => {
    if (last.current) run(...last.current);
  };
  const hasFieldErrors = Object.keys(act.fieldErrors).length > 0;
  return {
    ...act,
    /** A failure that no field and no dialog shows. */
    unplaced: hasFieldErrors || asksForProof(act.failure) ? null : act.failure,
    run,
    resend,
    formProps: draft.formProps,
    discard: draft.clear,
    session: { ended, signedInAs, needsProof: asksForProof(act.failure), dismiss: act.reset },
  };
}

/** Whether the server refused for want of a fresh sign-in alone. */
export function asksForProof(failure: ActionFailure | null): boolean {
  const details = failure?.details;
  return typeof details === "object" && details !== null && "reason" in details && details.reason === "reauthenticate";
}
