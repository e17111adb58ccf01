const defaultOrigin = "countersign.local/log/1";

/**
 * Name of this installation's log (first line of every checkpoint, part of every leaf, so that no entry can be replayed
 * in another log). COUNTERSIGN_AUDIT_ORIGIN sets it; it cannot change once the log has entries.
 */
export function logOrigin(): string {
  const origin = process.env.COUNTERSIGN_AUDIT_ORIGIN || defaultOrigin;
  if (!/^[^\s+\p{Cc}]{1,200}$/u.test(origin)) {
    throw new Error(
      `COUNTERSIGN_AUDIT_ORIGIN: found ${JSON.stringify(origin)}; expected a name such as ${defaultOrigin} without spaces or plus signs.`,
    );
  }
  return origin;
}
