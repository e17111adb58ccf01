import { plural } from "@/lib/format";
import type { ThreadsAbout } from "@/lib/promotions/discussion/thread-links";

/** Beside a gate or slice: its threads, or where to start one. */
export function ThreadsLink({ threads }: { threads: ThreadsAbout }) {
  const { count, unresolved, href } = threads;
  return (
    <a
      href={href}
      className="ms-2 inline-block min-h-6 content-center text-xs whitespace-nowrap text-accent-ink"
      data-print={count === 0 ? "hide" : undefined}
    >
      {count === 0 ? "Discuss" : plural(count, "thread")}
      {unresolved > 0 && <span className="text-warn">, {unresolved} unresolved</span>}
    </a>
  );
}
