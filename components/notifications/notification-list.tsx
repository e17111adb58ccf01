import clsx from "clsx";
import { EventAside, EventSentence } from "@/components/audit/event-words";
import { AgeText } from "@/components/ui/time-text";
import { kinds } from "@/lib/notifications/kinds";
import type { NotificationView } from "@/lib/notifications/list-query";
import { ReadLink } from "./read-link";

type Props = { project: string; rows: readonly NotificationView[]; now: Date };

/** What a person was told, newest first: what happened, why it came to them, when. Opening one marks it as read. */
export function NotificationList({ project, rows, now }: Props) {
  return (
    <ul>
      {rows.map((row) => (
        <li
          key={row.id}
          data-row-id={row.id}
          tabIndex={-1}
          className="grid grid-cols-[0.75rem_minmax(0,1fr)] items-start gap-x-2.5 gap-y-1 border-t border-line px-3.5 py-2.5 outline-none first:border-t-0 hover:bg-sunken focus-visible:bg-sunken sm:grid-cols-[0.75rem_minmax(0,1fr)_6rem]"
        >
          <span
            className={clsx("mt-1.75 size-1.75 rounded-full", row.isRead ? "border border-line-strong" : "bg-accent")}
          >
            <span className="sr-only">{row.isRead ? "Read." : "Unread."}</span>
          </span>
          <div className="min-w-0">
            <ReadLink
              project={project}
              id={row.id}
              isRead={row.isRead}
              href={row.href}
              className={clsx("hover:underline", !row.isRead && "font-medium")}
            >
              <EventSentence event={row.event} />
            </ReadLink>
            <EventAside event={row.event} />
            <p className="mt-0.5 text-xs text-ink-3">
              {kinds[row.kind].label}. To you because {row.because}.
            </p>
          </div>
          <span className="text-s text-ink-2 max-sm:col-start-2 sm:text-end">
            <AgeText at={row.at} now={now} /> ago
          </span>
        </li>
      ))}
    </ul>
  );
}
