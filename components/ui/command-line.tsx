import { CopyButton } from "./copy-button";

/** A command to copy into a terminal; long ones wrap, line breaks stay. */
export function CommandLine({ command, label = "Copy command" }: { command: string; label?: string }) {
  return (
    <div className="flex items-start gap-2 rounded-s border border-line bg-sunken px-2.5 py-1.5 text-start">
      <pre className="min-w-0 flex-1 text-s whitespace-pre-wrap wrap-anywhere">{command}</pre>
      <CopyButton value={command} label={label} />
    </div>
  );
}
