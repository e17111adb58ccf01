const hour = 3_600_000;
const digestHour = 8;

/** Whether a name is a time zone that this machine knows, such as Europe/Berlin. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** How far a zone's clock is ahead of UTC at a moment, in milliseconds. */
function offsetOf(at: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((p) => p.type === type)?.value);
  const local = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
  return local - Math.floor(at.getTime() / 1000) * 1000;
}

const localHour = (at: Date, timeZone: string): number => new Date(at.getTime() + offsetOf(at, timeZone)).getUTCHours();

export type QuietHours = { timeZone: string; quietFrom: number | null; quietTo: number | null };

/** Whether a person wants no mail at this moment; from 22 to 7 lasts over midnight, from 8 to 8 the whole day. */
export function isQuiet(at: Date, { timeZone, quietFrom, quietTo }: QuietHours): boolean {
  if (quietFrom === null || quietTo === null) return false;
  const now = localHour(at, timeZone);
  return quietFrom < quietTo ? now >= quietFrom && now < quietTo : now >= quietFrom || now < quietTo;
}

/** When a mail of this moment may be sent: now, or at the next full hour that is not quiet, at most a day later. */
export function sendAt(at: Date, quiet: QuietHours): Date {
  if (!isQuiet(at, quiet)) return at;
  // Some zones are off by half an hour, so full hours are counted on the person's clock.
  const offset = offsetOf(at, quiet.timeZone);
  const start = Math.floor((at.getTime() + offset) / hour) * hour - offset;
  for (let step = 1; step <= 24; step++) {
    const candidate = new Date(start + step * hour);
    if (!isQuiet(candidate, quiet)) return candidate;
  }
  return new Date(start + 24 * hour);
}

/** The last time that summaries were due: eight in the morning on the person's clock. */
export function lastDigest(at: Date, timeZone: string): Date {
  const offset = offsetOf(at, timeZone);
  const local = new Date(at.getTime() + offset);
  const today = Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate(), digestHour) - offset;
  return new Date(today <= at.getTime() ? today : today - 24 * hour);
}
