import clsx from "clsx";
import type { ReactNode } from "react";

export type Description = { term: string; value: ReactNode; mono?: boolean };

/** Terms and values in two columns. */
export function DescriptionList({ items, className }: { items: readonly Description[]; className?: string }) {
  return (
    <dl className={clsx("grid grid-cols-[max-content_minmax(0,1fr)] gap-x-3.5 gap-y-1.5", className)}>
      {items.map((item) => (
        <div key={item.term} className="contents">
          <dt className="text-s text-ink-3">{item.term}</dt>
          <dd className={clsx("wrap-anywhere", item.mono && "font-mono text-s")}>{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
