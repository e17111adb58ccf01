import Link from "next/link";
import type { ReactNode } from "react";
import { Glyph } from "@/components/ui/glyph";

export type ActiveFilter = { field: string; text: string; removeHref: string };

type FilterBarProps = {
  filters: readonly ActiveFilter[];
  /** Address without any filter. */
  clearHref?: string;
  /** A FilterSearch or other controls that add filters. */
  children?: ReactNode;
  /** Column picker, order, CSV. */
  end?: ReactNode;
};

/** Filters in force as chips that can be taken away, and the controls that add more. */
export function FilterBar({ filters, clearHref, children, end }: FilterBarProps) {
  return (
    <div className="flex flex-wrap items-center gap-2" data-print="hide">
      {children}
      {filters.length > 0 && (
        <ul aria-label="Filters" className="flex flex-wrap items-center gap-1.5">
          {filters.map((filter) => (
            <li
              key={`${filter.field} ${filter.text}`}
              className="inline-flex min-h-6 max-w-full items-center gap-1 rounded-s bg-accent-soft ps-2 text-xs text-accent-ink"
            >
              <span className="min-w-0 wrap-anywhere">
                <b className="font-medium">{filter.field}</b> <bdi>{filter.text}</bdi>
              </span>
              <Link
                href={filter.removeHref}
                scroll={false}
                prefetch={false}
                aria-label={`Remove filter ${filter.field} ${filter.text}`}
                className="grid size-6 flex-none place-items-center rounded-s hover:bg-panel"
              >
                <Glyph name="close" size={11} />
              </Link>
            </li>
          ))}
          {clearHref && filters.length > 1 && (
            <li>
              <Link href={clearHref} scroll={false} prefetch={false} className="px-1 text-xs text-accent-ink underline">
                Clear all
              </Link>
            </li>
          )}
        </ul>
      )}
      {end && <div className="ms-auto flex flex-wrap items-center gap-2">{end}</div>}
    </div>
  );
}
