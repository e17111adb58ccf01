type Thread = { id: string; anchor: string | null; resolvedAt: Date | null };

/** Threads about one gate, slice or field: how many, how many unsettled, where the first is, where one is started. */
export type ThreadsAbout = { count: number; unresolved: number; href: string };

/** What stands beside a row that threads can be about; `page` is the address of the promotion. */
export function threadsAbout(threads: readonly Thread[], anchor: string, page: string): ThreadsAbout {
  const own = threads.filter((thread) => thread.anchor === anchor);
  const open = own.filter((thread) => thread.resolvedAt === null);
  const first = open[0] ?? own[0];
  return {
    count: own.length,
    unresolved: open.length,
    href: first ? `#thread-${first.id}` : `${page}?about=${encodeURIComponent(anchor)}#discussion`,
  };
}
