import clsx from "clsx";
import Link from "next/link";
import type { ReactNode } from "react";

export type TabLink = { href: string; label: ReactNode; count?: ReactNode; current?: boolean };

/** Tabs whose state is the address: each is a link. */
export function TabLinks({ label, tabs, end }: { label: string; tabs: readonly TabLink[]; end?: ReactNode }) {
  return (
    <div className="flex items-center gap-3 border-b border-line" data-print="hide">
      <nav aria-label={label} className="-mb-px flex min-w-0 overflow-x-auto">
        {tabs.map((tab) => (
          <Link
            key={tab.href}
            href={tab.href}
            scroll={false}
            aria-current={tab.current ? "page" : undefined}
            className={clsx(
              "me-5 border-b-2 py-1.75 text-s whitespace-nowrap -outline-offset-2 aria-[current=page]:[scroll-initial-target:nearest]",
              tab.current ? "border-accent font-medium text-ink" : "border-transparent text-ink-2 hover:text-ink",
            )}
          >
            {tab.label}
            {tab.count !== undefined && <span className="ms-1 font-normal text-ink-3 tabular-nums">{tab.count}</span>}
          </Link>
        ))}
      </nav>
      {end && <div className="ms-auto flex-none text-xs text-ink-3">{end}</div>}
    </div>
  );
}
