const hash = /^[0-9a-f]{7,64}$/;
const shortest = 7;

/** A commit as it is compared: trimmed, and in lower case when it is a hash. */
export function normalizeCommit(text: string): string {
  const trimmed = text.trim();
  const lower = trimmed.toLowerCase();
  return hash.test(lower) ? lower : trimmed;
}

/** The part of a commit that its abbreviated and full forms share; names that are no hash are compared whole. */
export const commitKey = (commit: string): string => (hash.test(commit) ? commit.slice(0, shortest) : commit);

/** Whether two names mean one commit: equal, or one is the beginning of the other's hash. */
export function isSameCommit(a: string, b: string): boolean {
  const [left, right] = [normalizeCommit(a), normalizeCommit(b)];
  if (left === right) return true;
  return hash.test(left) && hash.test(right) && (left.startsWith(right) || right.startsWith(left));
}
