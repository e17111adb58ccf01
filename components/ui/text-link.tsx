import clsx from "clsx";
import Link from "next/link";
import type { ComponentProps } from "react";

type TextLinkProps = ComponentProps<typeof Link> & { quiet?: boolean };

/** A link in text. `quiet` keeps the ink's colour and underlines on hover, for names in dense tables. */
export function TextLink({ quiet = false, className, ...rest }: TextLinkProps) {
  return (
    <Link
      {...rest}
      className={clsx(
        "underline-offset-2 hover:underline",
        quiet ? "text-inherit" : "text-accent-ink underline decoration-accent-ink/30",
        className,
      )}
    />
  );
}
