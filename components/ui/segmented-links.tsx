import clsx from "clsx";
import Link from "next/link";
import type { ComponentProps } from "react";
import type { TabLink } from "./tab-links";

type SegmentLink = TabLink & Omit<ComponentProps<typeof Link>, "href">;

/** A small set of exclusive views of one list, each a link. */
export function SegmentedLinks({ label, options }: { label: string; options: readonly SegmentLink[] }) {
  return (
    <nav
      aria-label={label}
      className="inline-flex max-w-full overflow-x-auto rounded-m border border-line text-s"
      data-print="hide"
    >
      {options.map(({ label: name, count, current, ...link }) => (
        <Link
          key={link.href}
          scroll={false}
          {...link}
          aria-current={current ? "true" : undefined}
          className={clsx(
            "border-s border-line px-2.5 py-0.75 whitespace-nowrap -outline-offset-2 first:border-s-0",
            current ? "bg-accent-soft font-medium text-accent-ink" : "text-ink-2 hover:bg-sunken",
          )}
        >
          {name}
          {count !== undefined && <span className="ms-1 tabular-nums">{count}</span>}
        </Link>
      ))}
    </nav>
  );
}
