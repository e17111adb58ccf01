import { TableKeys } from "@/components/data-table/table-keys";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Panel } from "@/components/ui/panel";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import { plural } from "@/lib/format";
import type { NotificationPage } from "@/lib/notifications/list-query";
import { paths } from "@/lib/paths";
import { MarkAllRead } from "./mark-all-read";
import { NotificationList } from "./notification-list";

type Props = { project: string; unreadOnly: boolean; isFirst: boolean; found: NotificationPage; now: Date };

/** The tab of the inbox that lists what a person was told. */
export function NotificationTab({ project, unreadOnly, isFirst, found, now }: Props) {
  const { rows, total, unread, next } = found;
  const href = (more: Record<string, string> = {}) =>
    paths.inbox(project, { tab: "told", ...(unreadOnly ? { unread: "1" } : {}), ...more });
  const newest = rows[0];
  return (
    <>
      <div className="mt-3 flex flex-wrap items-center gap-3">
        <SegmentedLinks
          label="Notifications"
          options={[
            { href: paths.inbox(project, { tab: "told" }), label: "All", current: !unreadOnly },
            {
              href: paths.inbox(project, { tab: "told", unread: "1" }),
              label: "Unread",
              count: unread,
              current: unreadOnly,
            },
          ]}
        />
        {unread > 0 && newest && <MarkAllRead project={project} upTo={newest.at.toISOString()} />}
        <LinkButton size="s" href={paths.notificationSettings(project)} className="ms-auto">
          How you are told
        </LinkButton>
      </div>
      <Panel className="mt-3">
        {rows.length > 0 ? (
          <TableKeys>
            <NotificationList project={project} rows={rows} now={now} />
          </TableKeys>
        ) : (
          <EmptyState title={unreadOnly ? "You have read everything" : "You were told of nothing yet"}>
            Events that concern you come here: decisions on what you asked for, comments where you take part, reminders.
          </EmptyState>
        )}
      </Panel>
      <div className="mt-2.5 flex flex-wrap items-center gap-3 text-s text-ink-2">
        <span className="tabular-nums">
          {rows.length} of {plural(total, unreadOnly ? "unread notification" : "notification")}, newest first
        </span>
        {!isFirst && (
          <LinkButton size="s" href={href()}>
            First page
          </LinkButton>
        )}
        {next && (
          <LinkButton size="s" href={href({ after: next })}>
            Next page
          </LinkButton>
        )}
      </div>
    </>
  );
}
