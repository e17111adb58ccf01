/** Most names that a source may list. */
export const mostNames = 100;

/** Whether a name fits a pattern in which `*` stands for any text: part by part, so that it costs the same whatever is written. */
function fits(name: string, pattern: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === undefined) return name === pattern;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length - at >= last.length && name.endsWith(last);
}

/** Whether an experiment is to be taken: its name is listed, or fits one with `*` for any text. An empty list takes all. */
export const isWanted = (name: string, listed: readonly string[]): boolean =>
  listed.length === 0 || listed.some((pattern) => fits(name, pattern));
