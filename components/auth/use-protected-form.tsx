"use client";

import { useEffect, useState } from "react";
import { useAction } from "@/components/ui/use-action";
import type { ActionResult } from "@/lib/action";
import { onSignIn } from "./session-channel";
import { useFormDraft } from "./use-form-draft";

type Options<Output> = {
  /** Names the draft: one per form and object, e.g. `request-promotion:${version}`. */
  draft: string;
  onSuccess?: (data: Output) => void;
};

/**
 * useAction for a form whose text must survive an ended session: the draft is kept, and while the action answers
 * UNAUTHENTICATED, `session` asks for a new sign-in and, once another tab has signed in, says as whom.
 */
export function useProtectedForm<Args extends unknown[], Output>(
  action: (...args: Args) => Promise<ActionResult<Output>>,
  { draft: key, onSuccess }: Options<Output>,
) {
  const draft = useFormDraft(key);
  const [signedInAs, setSignedInAs] = useState<string | null>(null);
  const act = useAction(action, {
    onSuccess: (data) => {
      draft.clear();
      onSuccess?.(data);
    },
  });
  const ended = act.failure?.code === "UNAUTHENTICATED";
  useEffect(() => (ended ? onSignIn(setSignedInAs) : undefined), [ended]);
  const run = (...args: Args) => {
    setSignedInAs(null);
    act.run(...args);
  };
  return { ...act, run, formProps: draft.formProps, session: { ended, signedInAs, dismiss: act.reset } };
}
