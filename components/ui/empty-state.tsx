import type { ReactNode } from "react";
import { CommandLine } from "./command-line";

type EmptyStateProps = {
  title: ReactNode;
  /** Why it is empty and what fills it. */
  children?: ReactNode;
  /** The command that takes the next step. */
  command?: string;
  action?: ReactNode;
};

/** Nothing here yet, and the next step. Goes inside a Panel. */
export function EmptyState({ title, children, command, action }: EmptyStateProps) {
  return (
    <div className="mx-auto flex max-w-xl flex-col items-center gap-3 px-4 py-10 text-center">
      <p className="font-medium">{title}</p>
      {children && <div className="text-ink-2">{children}</div>}
      {command && (
        <div className="w-full">
          <CommandLine command={command} />
        </div>
      )}
      {action}
    </div>
  );
}
