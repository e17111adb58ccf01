"use client";

import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import type { InboxCounts } from "@/lib/inbox/inbox-query";

type Props = {
  url: string;
  /** Whose counts they are: another person at the same browser starts anew. */
  person: string;
  initial: InboxCounts;
};

const everyMs = 30_000;
const newClient = () => new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: everyMs } } });
let held: QueryClient | undefined;

/** One for the browser, so that bar and drawer share a poll; on the server one per request, so that nobody's counts leak. */
function clientOfThisSide(): QueryClient {
  if (typeof window === "undefined") return newClient();
  held ??= newClient();
  return held;
}

async function fetchCounts(url: string): Promise<InboxCounts> {
  const answer = await fetch(url, { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(`the inbox answered ${answer.status}`);
  return answer.json();
}

/** How much waits in the inbox, asked again every half minute while the page is in view. */
export function InboxBadge(props: Props) {
  return (
    <QueryClientProvider client={clientOfThisSide()}>
      <LiveCounts {...props} />
    </QueryClientProvider>
  );
}

function LiveCounts({ url, person, initial }: Props) {
  const { data } = useQuery({
    // The counts that came with the page are part of the key: a newer page starts from them at once.
    queryKey: [url, person, initial.waiting, initial.unread],
    queryFn: () => fetchCounts(url),
    initialData: initial,
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
