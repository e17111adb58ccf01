import clsx from "clsx";
import type { ComponentProps } from "react";
import { ScrollArea } from "./scroll-area";

type PanelProps = Omit<ComponentProps<"div">, "ref"> & { padded?: boolean };

const sheet = "rounded-m border border-line bg-panel";

/** A bordered sheet. Without `padded` its content (a table, rows) reaches the edge and wide content scrolls inside. */
export function Panel({ padded = false, className, ...rest }: PanelProps) {
  if (padded) return <div {...rest} className={clsx(sheet, "px-3.5 py-3", className)} />;
  return <ScrollArea {...rest} className={clsx(sheet, "overflow-x-auto", className)} />;
}
