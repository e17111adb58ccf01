import type { ReactNode } from "react";
import { Callout } from "./callout";
import type { ActionFailure } from "./use-action";

type FormFailureProps = {
  failure: ActionFailure | null /** More about it, such as what changed meanwhile. */;
  children?: ReactNode;
};

/** What went wrong with a form, above its buttons. An ended session is told with a way back that keeps the text. */
export function FormFailure({ failure, children }: FormFailureProps) {
  if (!failure) return null;
  return (
    <Callout tone={failure.code === "CONFLICT" ? "warn" : "fail"} role="alert">
      <p>{failure.message}</p>
      {failure.code === "UNAUTHENTICATED" && (
        <p className="mt-1">
          <a href="/sign-in?next=%2Fsigned-in" target="_blank" rel="noopener" className="text-accent-ink underline">
            Sign in again in a new tab
          </a>
          , come back and send once more. What you wrote stays here.
        </p>
      )}
      {children}
    </Callout>
  );
}
