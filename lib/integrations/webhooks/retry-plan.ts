const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** Pauses after each failed attempt, as Standard Webhooks advises: 75 hours in all. */
export const pauses: readonly number[] = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
];
export const mostAttempts = pauses.length + 1;

/** A webhook that has failed for this long is switched off when a message is given up. */
export const givenUpAfter = 3 * 24 * hour;

export type Attempt = {
  /** From 1, in this round. */
  attempt: number;
  statusCode: number | null;
  failure: string | null;
  retryAfterSeconds: number | null;
  /** How long every attempt to this webhook has failed, in milliseconds. */
  failingFor: number;
};
export type NextStep =
  | { kind: "delivered" }
  | { kind: "retry"; inMs: number }
  | { kind: "given_up"; disable: string | null };

/** What follows an attempt; `random` from 0 to 1 spreads retries by a tenth, so that failures do not come back at once. */
export function afterAttempt(made: Attempt, random: number): NextStep {
  if (made.failure === null) return { kind: "delivered" };
  if (made.statusCode === 410) return { kind: "given_up", disable: "it answered 410 Gone" };
  const pause = pauses[made.attempt - 1];
  if (pause === undefined) {
    const isLong = made.failingFor >= givenUpAfter;
    return { kind: "given_up", disable: isLong ? "every attempt failed for three days" : null };
  }
  const spread = Math.round(pause * (0.9 + 0.2 * random));
  return { kind: "retry", inMs: Math.max(spread, (made.retryAfterSeconds ?? 0) * second) };
}
