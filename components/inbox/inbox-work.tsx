import { TableKeys } from "@/components/data-table/table-keys";
import { WaitingList } from "@/components/home/waiting-list";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Panel } from "@/components/ui/panel";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import type { InboxTab } from "@/lib/inbox/inbox-kind";
import { type InboxPage, inboxPageSize } from "@/lib/inbox/inbox-query";
import { paths } from "@/lib/paths";

type Props = { project: string; tab: InboxTab; kind: string | null; page: number; found: InboxPage; now: Date };

const empty: Record<InboxTab, { title: string; text: string }> = {
  waiting: {
    title: "Nothing waits on you",
    text: "What needs your decision, your answer or your hand comes here, the most pressing first.",
  },
  asked: {
    title: "Nothing that you asked for is open",
    text: "Promotions that you request stay here until they are closed.",
  },
  named: {
    title: "You are named nowhere",
    text: "Here is what is open and names you: as owner of a model or of a way back, as decider, or in a discussion.",
  },
  done: { title: "Nothing is done yet", text: "What you asked for or decided on comes here when it is closed." },
};

/** One tab of the inbox: the kinds to choose from, the rows, and how many of how many. */
export function InboxWork({ project, tab, kind, page, found, now }: Props) {
  const href = (change: { kind?: string | null; page?: number }) => {
    const next = { kind, page: 1, ...change };
    return paths.inbox(project, {
      tab,
      ...(next.kind ? { kind: next.kind } : {}),
      ...(next.page > 1 ? { page: String(next.page) } : {}),
    });
  };
  const present = found.kinds.filter(({ total, id }) => total > 0 || id === kind);
  const all = found.kinds.reduce((sum, { total }) => sum + total, 0);
  const until = (page - 1) * inboxPageSize + found.items.length;
  return (
    <>
      {present.length > 1 && (
        <div className="mt-3">
          <SegmentedLinks
            label="Kind"
            options={[
              { href: href({ kind: null }), label: "Everything", count: all, current: !kind },
              ...present.map(({ id, label, total }) => ({
                href: href({ kind: id }),
                label,
                count: total,
                current: id === kind,
              })),
            ]}
          />
        </div>
      )}
      <Panel className="mt-3">
        {found.items.length > 0 ? (
          <TableKeys>
            <WaitingList items={found.items} now={now} />
          </TableKeys>
        ) : (
          <EmptyState
            title={empty[tab].title}
            action={<LinkButton href={paths.promotions(project)}>See all promotions</LinkButton>}
          >
            {empty[tab].text}
          </EmptyState>
        )}
      </Panel>
      <div className="mt-2.5 flex flex-wrap items-center gap-3 text-s text-ink-2">
        <span className="tabular-nums">
          {until} of {found.total}, {tab === "done" ? "newest first" : "least time left first"}
        </span>
        {page > 1 && (
          <LinkButton size="s" href={href({ page: page - 1 })}>
            Previous page
          </LinkButton>
        )}
        {until < found.total && (
          <LinkButton size="s" href={href({ page: page + 1 })}>
            Next page
          </LinkButton>
        )}
      </div>
    </>
  );
}
