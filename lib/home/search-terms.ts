export type SearchTerms = {
  /** The text as typed, trimmed, at most 200 characters. */
  text: string;
  /** `%text%` with LIKE's own characters escaped. */
  contains: string;
  /** `text%`, escaped. */
  startsWith: string;
  /** P-214, R-88 or a bare number. */
  number: number | null;
  kind: "promotion" | "rollout" | null;
  /** The start of a digest or commit, in lower case: 4 hex digits or more. */
  hex: string | null;
  /** "name 3", "name/3" or "name v3": a model's name and a version number. */
  version: { name: string; number: number } | null;
};

const escapeLike = (text: string) => text.replace(/[\\%_]/g, "\\$&");
const asNumber = (digits: string | undefined) => (digits && Number(digits) <= 2_147_483_647 ? Number(digits) : null);

/** Reads what was typed into a search box: text, a number of a promotion or rollout, a digest, a model with its version. */
export function parseSearch(query: string): SearchTerms {
  const text = query.toWellFormed().replaceAll("\0", "").trim().slice(0, 200);
  const [, letter, digits] = /^(?:([pr])-?)?(\d{1,10})$/i.exec(text) ?? [];
  const [, hex] = /^(?:sha256:)?([0-9a-f]{4,64})$/i.exec(text) ?? [];
  const [, name, number] = /^(.+?)[\s/:]+v?(?:ersion\s+)?(\d{1,9})$/i.exec(text) ?? [];
  return {
    text,
    contains: `%${escapeLike(text)}%`,
    startsWith: `${escapeLike(text)}%`,
    number: asNumber(digits),
    kind: letter ? (letter.toLowerCase() === "p" ? "promotion" : "rollout") : null,
    hex: hex?.toLowerCase() ?? null,
    version: name && number ? { name: name.trim(), number: Number(number) } : null,
  };
}
