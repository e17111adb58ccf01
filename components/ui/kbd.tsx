import clsx from "clsx";

/** A key to press. */
export function Kbd({ children, className }: { children: string; className?: string }) {
  return (
    <kbd
      className={clsx(
        "inline-block min-w-4.5 rounded-s border border-line-strong px-1 text-center font-mono text-[10.5px] leading-4 font-medium text-ink-2",
        className,
      )}
    >
      {children}
    </kbd>
  );
}
