import type { CompareState } from "./compare-url";

const isSame = (a: unknown, b: unknown) => a === b || JSON.stringify(a) === JSON.stringify(b);

/** Runs added and taken away by a choice, done to the runs that there are by now. */
function rebaseRuns(base: readonly string[], target: readonly string[], newest: readonly string[]): string[] {
  const gone = new Set(base.filter((id) => !target.includes(id)));
  const added = target.filter((id) => !base.includes(id));
  return [...new Set([...newest.filter((id) => !gone.has(id)), ...added])];
}

/**
 * A choice made on a page that shows `base` and leads to `target`, done to the newest view there is: what the choice changes is
 * taken over, what others changed since stays.
 */
export function rebaseView(base: CompareState, target: CompareState, newest: CompareState): CompareState {
  if (isSame(base, newest)) return target;
  const changed = Object.entries(target).filter(([key, value]) => !isSame(base[key as keyof CompareState], value));
  const view: CompareState = { ...newest, ...Object.fromEntries(changed) };
  return isSame(base.runs, newest.runs) ? view : { ...view, runs: rebaseRuns(base.runs, target.runs, newest.runs) };
}
