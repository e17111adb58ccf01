import { formatClock, formatDate } from "@/lib/format-time";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [minute, 5 * minute, 15 * minute, 30 * minute, hour, 3 * hour, 6 * hour, 12 * hour, day, 2 * day];
const week = 7 * day;
// The epoch was a Thursday; weeks start on Monday.
const firstMonday = 4 * day;
const monthSteps = [1, 2, 3, 6, 12, 24, 60];

export type TimeTick = { at: Date; label: string };

/** At most `count` round moments (UTC) between two; days start at midnight, weeks on Monday, longer spans on the 1st and 15th or the 1st. */
export function timeTicks(from: Date, to: Date, count = 5): TimeTick[] {
  const span = to.getTime() - from.getTime();
  if (!(span > 0)) return [];
  const step = steps.find((candidate) => span / candidate <= count);
  if (step === undefined && span / week <= count) return spacedTicks(from, to, week, firstMonday);
  if (step === undefined) return monthTicks(from, to, count);
  return spacedTicks(from, to, step, 0);
}

function spacedTicks(from: Date, to: Date, step: number, offset: number): TimeTick[] {
  const first = Math.ceil((from.getTime() - offset) / step) * step + offset;
  const ticks: TimeTick[] = [];
  for (let time = first; time <= to.getTime(); time += step) {
    const at = new Date(time);
    const isMidnight = time % day === 0;
    ticks.push({ at, label: step < day && !isMidnight ? formatClock(at) : shortDate(at) });
  }
  return ticks;
}

function monthTicks(from: Date, to: Date, count: number): TimeTick[] {
  const months = (to.getTime() - from.getTime()) / (30.44 * day);
  const isHalf = months * 2 <= count;
  const step = monthSteps.find((candidate) => months / candidate <= count) ?? 120;
  const ticks: TimeTick[] = [];
  for (let month = Math.floor(from.getUTCMonth() / step) * step; ; month += step) {
    const first = new Date(Date.UTC(from.getUTCFullYear(), month, 1));
    if (first > to) return ticks;
    const middle = new Date(Date.UTC(from.getUTCFullYear(), month, 15));
    for (const at of isHalf ? [first, middle] : [first]) {
      if (at >= from && at <= to) ticks.push({ at, label: isHalf ? shortDate(at) : formatDate(at).slice(2) });
    }
  }
}

/** "4 Nov": the day without its year. */
function shortDate(at: Date): string {
  return formatDate(at).slice(0, -5);
}
