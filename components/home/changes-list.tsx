import { TextLink } from "@/components/ui/text-link";
import { formatClock, formatTimestamp } from "@/lib/format-time";
import type { Change } from "@/lib/home/changes";
import { paths } from "@/lib/paths";

/** What was recorded since yesterday, one sentence a line; the time leads to the event. */
export function ChangesList({ project, changes }: { project: string; changes: readonly Change[] }) {
  return (
    <ol>
      {changes.map((change) => (
        <li
          key={change.eventId}
          className="grid grid-cols-[3.25rem_minmax(0,1fr)] gap-3 border-t border-line px-3.5 py-2 text-s first:border-t-0"
        >
          <TextLink quiet href={paths.auditEvent(project, change.eventId)} className="font-mono text-xs text-ink-2">
            <time dateTime={change.at.toISOString()} title={formatTimestamp(change.at)}>
              {formatClock(change.at)}
            </time>
          </TextLink>
          <p className="wrap-anywhere">
            <bdi className="font-medium">{change.actor}</bdi> <bdi>{change.summary}</bdi>
            {change.more > 0 && <span className="text-ink-3"> and {change.more} more like it</span>}
          </p>
        </li>
      ))}
    </ol>
  );
}
