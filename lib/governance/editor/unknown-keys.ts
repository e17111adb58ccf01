import { alternativeFor, policyNode, type SchemaNode } from "./schema-node";

export type Path = readonly (string | number)[];
export type UnknownKey = { path: Path; key: string; suggestion: string | null; known: readonly string[] };

/** Edits that turn one word into another: insertions, deletions, replacements, and neighbours that change places. */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(
        Math.min(
          (rows[i - 1]?.[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + 1,
          (rows[i - 1]?.[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
          swap ? (rows[i - 2]?.[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? 0;
}

const plain = (word: string) => word.toLowerCase().replaceAll(/[^a-z0-9]/g, "");

/** The known word that was probably meant; null when none is near. */
export function nearest(word: string, known: readonly string[]): string | null {
  if (word.length > 60) return null;
  const ranked = known
    .map((candidate) => ({ candidate, by: distance(plain(word), plain(candidate)) }))
    .sort((a, b) => a.by - b.by || (a.candidate < b.candidate ? -1 : 1));
  const best = ranked[0];
  return best && best.by <= Math.max(1, Math.floor(best.candidate.length / 3)) ? best.candidate : null;
}

/** Keys that the policy schema does not know. Zod would drop them in silence: a misspelt limit would then be no limit. */
export function unknownKeys(value: unknown, node: SchemaNode = policyNode, path: Path = []): UnknownKey[] {
  if (Array.isArray(value)) {
    const list = alternativeFor(node, value);
    const items = list?.items;
    return items ? value.flatMap((entry, index) => unknownKeys(entry, items, [...path, index])) : [];
  }
  if (typeof value !== "object" || value === null) return [];
  const shape = alternativeFor(node, value);
  const properties = shape?.properties;
  if (!properties) return [];
  const known = Object.keys(properties);
  return Object.entries(value).flatMap(([key, entry]) => {
    const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (property) return unknownKeys(entry, property, [...path, key]);
    return [{ path: [...path, key], key, suggestion: nearest(key, known), known }];
  });
}
