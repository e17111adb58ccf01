import { plural } from "@/lib/format";

const day = 86_400;
/** Seconds by which a producer's clock may run ahead. */
const clockSkew = 300;

/** Seconds between a moment of the evidence and its gathering. */
export const secondsSince = (gatheredAt: string, at: string): number =>
  Math.round((Date.parse(gatheredAt) - Date.parse(at)) / 1000);

/** Why something of this age cannot be judged, as the end of a sentence; null when its age is fine. */
export function tooOld(seconds: number, maximumAgeDays: number | null): string | null {
  if (maximumAgeDays === null) return null;
  if (seconds < -clockSkew) return "is dated in the future, so its age cannot be judged";
  if (seconds <= maximumAgeDays * day) return null;
  return `is ${plural(Math.floor(seconds / day), "day")} old; at most ${plural(maximumAgeDays, "day")} are allowed`;
}
