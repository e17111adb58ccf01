export type ColumnOption = { id: string; label: string; group: string };

/** The options whose label or group holds every word of the query. */
export function searchColumns(options: readonly ColumnOption[], query: string): ColumnOption[] {
  const words = query.toLowerCase().split(/\s+/u).filter(Boolean);
  return options.filter((option) => {
    const text = `${option.group} ${option.label}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** The list with one entry moved by a step up or down, inside its ends. */
export function moveEntry(ids: readonly string[], id: string, step: -1 | 1): string[] {
  const at = ids.indexOf(id);
  const to = at + step;
  if (at < 0 || to < 0 || to >= ids.length) return [...ids];
  const next = ids.filter((other) => other !== id);
  next.splice(to, 0, id);
  return next;
}

/** Chosen ids that exist, without repeats, at most `max`. */
export function cleanChoice(ids: readonly string[], options: readonly ColumnOption[], max: number): string[] {
  const known = new Set(options.map((option) => option.id));
  return [...new Set(ids)].filter((id) => known.has(id)).slice(0, max);
}
