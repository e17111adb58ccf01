import type { ReactNode } from "react";
import { CopyButton } from "./copy-button";
import { Glyph } from "./glyph";

type ErrorStateProps = {
  title: ReactNode;
  /** What happened, what was kept, what to do. */
  children?: ReactNode;
  /** Finds the cause in the server's log. */
  reference?: string;
  actions?: ReactNode;
  heading?: "h1" | "h2";
};

/** Something could not be shown: what, why, what to do next, and the reference to quote. */
export function ErrorState({ title, children, reference, actions, heading: Heading = "h2" }: ErrorStateProps) {
  return (
    <div role="alert" className="mx-auto flex max-w-xl flex-col items-center gap-3 px-4 py-12 text-center">
      <Glyph name="fail" size={22} className="text-fail" />
      <Heading>{title}</Heading>
      {children && <div className="text-ink-2">{children}</div>}
      {actions && <div className="flex flex-wrap justify-center gap-2">{actions}</div>}
      {reference && (
        <p className="flex items-center gap-1 text-xs text-ink-3">
          Reference <code>{reference}</code>
          <CopyButton value={reference} label="Copy reference" />
        </p>
      )}
    </div>
  );
}
