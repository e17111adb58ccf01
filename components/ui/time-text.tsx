import { formatAge, formatDateTime, formatTimestamp } from "@/lib/format-time";

/** A moment in UTC; the exact second is in the title. */
export function TimeText({ at }: { at: Date }) {
  return (
    <time dateTime={at.toISOString()} title={formatTimestamp(at)} className="whitespace-nowrap">
      {formatDateTime(at)}
    </time>
  );
}

/** How long ago, as of `now` (the request's clock, so that server and browser agree). */
export function AgeText({ at, now }: { at: Date; now: Date }) {
  return (
    <time dateTime={at.toISOString()} title={formatTimestamp(at)} className="whitespace-nowrap tabular-nums">
      {formatAge(at, now)}
    </time>
  );
}
