import type { Metadata } from "next";
import { InboxWork } from "@/components/inbox/inbox-work";
import { PageHeader } from "@/components/layout/page-header";
import { NotificationTab } from "@/components/notifications/notification-tab";
import { TabLinks } from "@/components/ui/tab-links";
import { requirePage } from "@/lib/auth/page";
import { waitingHeadline } from "@/lib/home/waiting";
import { type InboxTab, inboxTabs } from "@/lib/inbox/inbox-kind";
import { countTabs, listInbox } from "@/lib/inbox/inbox-query";
import { countUnread, listNotifications } from "@/lib/notifications/list-query";
import { paths } from "@/lib/paths";

export const metadata: Metadata = { title: "Inbox" };

type Props = {
  params: Promise<{ project: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const labels: Record<InboxTab, string> = {
  waiting: "Waiting on me",
  asked: "I asked",
  named: "I am named",
  done: "Done",
};
const mostPages = 100;
const first = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);

export default async function InboxPage({ params, searchParams }: Props) {
  const { ctx, project } = await requirePage(params, "project.view");
  const search = await searchParams;
  const told = first(search.tab) === "told";
  const tab = inboxTabs.find((name) => name === first(search.tab)) ?? "waiting";
  const kind = first(search.kind) ?? null;
  const asked = Number(first(search.page));
  const page = Number.isInteger(asked) && asked >= 1 ? Math.min(asked, mostPages) : 1;
  const after = first(search.after) ?? null;
  const unreadOnly = first(search.unread) === "1";
  const now = ctx.now();
  const [counts, unread, waiting, found, notifications] = await Promise.all([
    countTabs(ctx),
    countUnread(ctx),
    listInbox(ctx, project.name, { tab: "waiting" }),
    told ? null : listInbox(ctx, project.name, { tab, kind, page }),
    told ? listNotifications(ctx, project.name, { unreadOnly, after }) : null,
  ]);
  return (
    <>
      <PageHeader title="Inbox" summary={`${waitingHeadline(waiting.items, now, waiting.total)}.`} />
      <TabLinks
        label="Inbox"
        tabs={[
          ...inboxTabs.map((name) => ({
            href: paths.inbox(project.name, { tab: name }),
            label: labels[name],
            count: counts[name],
            current: !told && name === tab,
          })),
          { href: paths.inbox(project.name, { tab: "told" }), label: "Notifications", count: unread, current: told },
        ]}
      />
      {found && <InboxWork project={project.name} tab={tab} kind={kind} page={page} found={found} now={now} />}
      {notifications && (
        <NotificationTab
          project={project.name}
          unreadOnly={unreadOnly}
          isFirst={after === null}
          found={notifications}
          now={now}
        />
      )}
    </>
  );
}
