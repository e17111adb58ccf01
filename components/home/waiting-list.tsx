import clsx from "clsx";
import { LinkButton } from "@/components/ui/link-button";
import { StatusBadge } from "@/components/ui/status-badge";
import { TextLink } from "@/components/ui/text-link";
import { formatAge, formatDateTime, formatTimeLeft } from "@/lib/format-time";
import type { WaitingItem } from "@/lib/home/waiting";

const soon = 24 * 3_600_000;

/** What waits, one row each: what to do, on what, why, for whom, how long. */
export function WaitingList({ items, now }: { items: readonly WaitingItem[]; now: Date }) {
  return (
    <ul>
      {items.map((item, index) => (
        <li
          key={item.key}
          data-row-id={item.key}
          tabIndex={-1}
          className={clsx(
            "grid items-center outline-none focus-visible:bg-sunken gap-x-4 gap-y-1 border-t border-line px-3.5 py-2.5 first:border-t-0 hover:bg-sunken sm:grid-cols-[8rem_minmax(0,1fr)_8rem_5.5rem_5rem]",
            index === 0 && "shadow-[inset_2px_0_var(--color-accent)]",
          )}
        >
          <StatusBadge tone={item.tone} glyph={item.tone === "neutral" ? "clock" : undefined}>
            {item.verb}
          </StatusBadge>
          <div className="min-w-0">
            <TextLink quiet href={item.href} className="font-medium">
              <bdi>{item.title}</bdi>
            </TextLink>
            <p className="text-s text-ink-2">{item.detail}</p>
          </div>
          <span className="truncate text-s text-ink-2">
            <bdi>{item.who}</bdi>
          </span>
          <TimeLeft item={item} now={now} />
          <LinkButton href={item.href} size="s" className="max-sm:justify-self-start">
            Open
            <span className="sr-only"> {item.key}</span>
          </LinkButton>
        </li>
      ))}
    </ul>
  );
}

function TimeLeft({ item: { due, endedAt, isUrgent }, now }: { item: WaitingItem; now: Date }) {
  if (endedAt)
    return (
      <time
        dateTime={endedAt.toISOString()}
        title={formatDateTime(endedAt)}
        className="text-s text-ink-2 tabular-nums sm:text-end"
      >
        {formatAge(endedAt, now)} ago
      </time>
    );
  if (!due) return <span className="text-s text-ink-3 sm:text-end">{isUrgent ? "now" : "no deadline"}</span>;
  const isLate = due <= now;
  const isClose = due.getTime() - now.getTime() < soon;
  return (
    <time
      dateTime={due.toISOString()}
      title={formatDateTime(due)}
      className={clsx(
        "text-s tabular-nums sm:text-end",
        isLate ? "font-medium text-fail" : isClose ? "font-medium text-warn" : "text-ink-2",
      )}
    >
      {formatTimeLeft(due, now)}
    </time>
  );
}
