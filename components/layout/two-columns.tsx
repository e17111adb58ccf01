import type { ReactNode } from "react";

/** A long page with a column at the right that stays in view; on narrow screens it follows the content. */
export function TwoColumns({
  aside,
  asideLabel,
  children,
}: {
  aside: ReactNode;
  asideLabel: string;
  children: ReactNode;
}) {
  return (
    <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_284px]">
      <div className="min-w-0">{children}</div>
      <aside aria-label={asideLabel} className="xl:sticky xl:top-16 xl:max-h-[calc(100dvh-80px)] xl:overflow-y-auto">
        {aside}
      </aside>
    </div>
  );
}
