import clsx from "clsx";
import Link from "next/link";
import type { TabLink } from "./tab-links";

type SegmentedLinksProps = { label: string; options: readonly TabLink[]; prefetch?: false };

/** A small set of exclusive views of one list, each a link. */
export function SegmentedLinks({ label, options, prefetch }: SegmentedLinksProps) {
  return (
    <nav
      aria-label={label}
      className="inline-flex max-w-full overflow-x-auto rounded-m border border-line text-s"
      data-print="hide"
    >
      {options.map((option) => (
        <Link
          key={option.href}
          href={option.href}
          scroll={false}
          prefetch={prefetch}
          aria-current={option.current ? "true" : undefined}
          className={clsx(
            "border-s border-line px-2.5 py-0.75 whitespace-nowrap -outline-offset-2 first:border-s-0",
            option.current ? "bg-accent-soft font-medium text-accent-ink" : "text-ink-2 hover:bg-sunken",
          )}
        >
          {option.label}
          {option.count !== undefined && <span className="ms-1 tabular-nums">{option.count}</span>}
        </Link>
      ))}
    </nav>
  );
}
