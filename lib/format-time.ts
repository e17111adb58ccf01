const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const two = (value: number) => String(value).padStart(2, "0");

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** "23 Nov 2026", in UTC. */
export function formatDate(at: Date): string {
  if (Number.isNaN(at.getTime())) return "no date";
  return `${at.getUTCDate()} ${months[at.getUTCMonth()]} ${at.getUTCFullYear()}`;
}

/** "Monday 23 Nov 2026", in UTC. */
export function formatWeekday(at: Date): string {
  if (Number.isNaN(at.getTime())) return "no date";
  return `${weekdays[at.getUTCDay()]} ${formatDate(at)}`;
}

/** "14:20", in UTC. */
export function formatClock(at: Date): string {
  if (Number.isNaN(at.getTime())) return "no time";
  return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
}

/** "23 Nov 2026, 14:20 UTC". */
export function formatDateTime(at: Date): string {
  return Number.isNaN(at.getTime()) ? "no date" : `${formatDate(at)}, ${formatClock(at)} UTC`;
}

/** "23 Nov 2026 14:20:05 UTC", to the second. */
export function formatTimestamp(at: Date): string {
  return Number.isNaN(at.getTime()) ? "no date" : `${formatDate(at)} ${formatClock(at)}:${two(at.getUTCSeconds())} UTC`;
}

/** The largest whole unit of a span in milliseconds: "40 s", "7 min", "4 h", "106 d". */
export function formatSpan(milliseconds: number): string {
  const span = Math.abs(milliseconds);
  if (!Number.isFinite(span)) return "—";
  if (span < minute) return `${Math.floor(span / 1000)} s`;
  if (span < hour) return `${Math.floor(span / minute)} min`;
  if (span < 2 * day) return `${Math.floor(span / hour)} h`;
  return `${Math.floor(span / day)} d`;
}

/** Age as of `now`: "7 min". A moment slightly ahead (clock skew) is "now", one further ahead "in 4 h". */
export function formatAge(at: Date, now: Date): string {
  const elapsed = now.getTime() - at.getTime();
  if (Number.isNaN(elapsed)) return "—";
  if (elapsed < 0) return elapsed > -minute ? "now" : `in ${formatSpan(elapsed)}`;
  return formatSpan(elapsed);
}

/** Time left as of `now`: "4 h left", "3 d overdue". */
export function formatTimeLeft(due: Date, now: Date): string {
  const left = due.getTime() - now.getTime();
  if (Number.isNaN(left)) return "—";
  return left >= 0 ? `${formatSpan(left)} left` : `${formatSpan(left)} overdue`;
}

/** A measured duration in milliseconds, two units at most: "8.70 ms", "25.0 s", "1 min 12 s", "5 h 08 min", "3 d 4 h". */
export function formatDuration(milliseconds: number | null | undefined): string {
  if (milliseconds === null || milliseconds === undefined || !Number.isFinite(milliseconds)) return "—";
  const sign = milliseconds < 0 ? "\u2212" : "";
  const span = Math.abs(milliseconds);
  if (span < 999.5) return `${sign}${span < 99.95 ? span.toFixed(2) : span.toFixed(0)} ms`;
  if (span < 59_950) return `${sign}${(span / 1000).toFixed(1)} s`;
  const seconds = Math.round(span / 1000);
  if (seconds < 3600) return `${sign}${Math.floor(seconds / 60)} min ${two(seconds % 60)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 24 * 60) return `${sign}${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
  const hours = Math.round(minutes / 60);
  return `${sign}${Math.floor(hours / 24)} d ${hours % 24} h`;
}
