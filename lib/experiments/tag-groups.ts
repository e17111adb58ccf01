export type TagGroups = { key: string; values: (string | null)[] };

const most = 100;
const longest = 200;

/** Tags that tell these runs apart, by name, with the value of each run; texts too long to be a group are left out. */
export function tagGroups(runs: readonly Readonly<Record<string, string>>[]): TagGroups[] {
  const keys = [...new Set(runs.flatMap((tags) => Object.keys(tags)))].sort();
  return keys
    .map((key) => ({ key, values: runs.map((tags) => (Object.hasOwn(tags, key) ? (tags[key] ?? null) : null)) }))
    .filter(({ values }) => values.some((value) => value !== values[0]))
    .filter(({ values }) => values.every((value) => value === null || value.length <= longest))
    .slice(0, most);
}
