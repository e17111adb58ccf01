import clsx from "clsx";
import type { ComponentProps } from "react";

type PanelProps = ComponentProps<"div"> & { padded?: boolean };

/** A bordered sheet. Without `padded` its content (a table, rows) reaches the edge and wide content scrolls inside. */
export function Panel({ padded = false, className, ...rest }: PanelProps) {
  return (
    <div
      {...rest}
      className={clsx(
        "rounded-m border border-line bg-panel",
        padded ? "px-3.5 py-3" : "overflow-x-auto",
        className,
      )}
    />
  );
}
