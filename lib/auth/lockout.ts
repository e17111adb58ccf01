/** Failed sign-ins in a row after which an account is locked. */
export const allowedFailures = 5;
const minute = 60_000;
const longest = 15 * minute;

/** Until when an account is locked after `failures` wrong passwords in a row: 1 minute, doubling, 15 at most; null = not. */
export function lockedUntil(failures: number, now: Date): Date | null {
  if (failures < allowedFailures) return null;
  const wait = Math.min(longest, minute * 2 ** Math.min(failures - allowedFailures, 10));
  return new Date(now.getTime() + wait);
}
