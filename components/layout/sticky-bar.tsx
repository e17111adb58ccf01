import type { ReactNode } from "react";

/** A bar at the foot of narrow screens, for the act that a side column holds on wide ones. */
export function StickyBar({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section
      aria-label={label}
      data-print="hide"
      className="sticky bottom-0 z-20 -mx-4 mt-6 -mb-12 flex items-center gap-2 border-t border-line-strong bg-panel px-4 py-2.5 lg:-mx-6 lg:px-6 xl:hidden"
    >
      {children}
    </section>
  );
}
