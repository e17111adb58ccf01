"use client";

import { useQuery } from "@tanstack/react-query";
import { QueryProvider } from "@/components/ui/query-provider";
import type { InboxCounts } from "@/lib/inbox/inbox-query";

type Props = {
  url: string;
  /** Whose counts they are: another person at the same browser starts anew. */
  person: string;
  initial: InboxCounts;
};

const everyMs = 30_000;
async function fetchCounts(url: string): Promise<InboxCounts> {
  const answer = await fetch(url, { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(`the inbox answered ${answer.status}`);
  return answer.json();
}

/** How much waits in the inbox, asked again every half minute while the page is in view. */
export function InboxBadge(props: Props) {
  return (
    <QueryProvider>
      <LiveCounts {...props} />
    </QueryProvider>
  );
}

function LiveCounts({ url, person, initial }: Props) {
  const { data } = useQuery({
    // The counts that came with the page are part of the key: a newer page starts from them at once.
    queryKey: [url, person, initial.waiting, initial.unread],
    queryFn: () => fetchCounts(url),
    initialData: initial,
    staleTime: everyMs,
    refetchInterval: ({ state }) => (state.status === "error" ? false : everyMs),
    refetchOnWindowFocus: true,
  });
  if (data.waiting === 0 && data.unread === 0) return null;
  return (
    <span className="flex items-center gap-1.5 text-xs font-normal text-ink-3 tabular-nums">
      {data.unread > 0 && (
        <span className="flex items-center gap-1 text-accent">
          <span aria-hidden className="size-1.5 rounded-full bg-accent" />
          {data.unread}
          <span className="sr-only"> unread,</span>
        </span>
      )}
      {data.waiting > 0 && (
        <span>
          {data.waiting}
          <span className="sr-only"> waiting for you</span>
        </span>
      )}
    </span>
  );
}
