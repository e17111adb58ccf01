type Params = Readonly<Record<string, string | readonly string[] | undefined>>;

/** An address with some parameters changed: null removes one. Order is stable, empty values are dropped. */
export function hrefWith(
  path: string,
  params: Params,
  changes: Readonly<Record<string, string | readonly string[] | null>>,
): string {
  const merged = Object.entries({ ...params, ...changes });
  const query = new URLSearchParams();
  for (const [name, value] of merged.sort(([a], [b]) => (a < b ? -1 : 1))) {
    for (const one of [value ?? []].flat()) if (one !== "") query.append(name, one);
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}
