import { isMark, isWord, type Token, tokenize } from "@/lib/filter/tokens";

/** What is being typed at a place of a filter, and the part of the text that a suggestion replaces. */
export type FilterTyping = { typed: string; from: number; to: number } & (
  | { expects: "key"; entity: "metric" | "param" | "tag" | null }
  | { expects: "comparator"; entity: string | null; key: string }
  | { expects: "value"; entity: "metric" | "param" | "tag" | null; key: string }
);

const entities: Readonly<Record<string, "metric" | "param" | "tag">> = {
  metric: "metric",
  metrics: "metric",
  param: "param",
  params: "param",
  parameter: "param",
  parameters: "param",
  tag: "tag",
  tags: "tag",
};
const entityOf = (text: string) => (Object.hasOwn(entities, text) ? (entities[text] ?? null) : null);

/** The tokens of the comparison that holds the place: behind the last AND before it. */
function currentPart(text: string, at: number): Token[] {
  const before = tokenize(text.slice(0, at));
  const start = before.findLastIndex((token) => isWord(token, "AND"));
  return before.slice(start + 1);
}

/** What can be suggested at a place of the filter's text. Pure; never throws. */
export function filterTyping(text: string, at: number): FilterTyping {
  const part = currentPart(text, at);
  const [first, second, third, ...rest] = part;
  const touches = (token: Token | undefined) => token !== undefined && token.end === at;
  const typing = (token: Token | undefined) =>
    touches(token) && token ? { typed: token.value, from: token.start, to: at } : { typed: "", from: at, to: at };
  if (!first) return { expects: "key", entity: null, typed: "", from: at, to: at };
  if (part.length === 1 && touches(first)) return { expects: "key", entity: null, ...typing(first) };
  const isDotted = isMark(second, ".") && !second?.spaced;
  const entity = isDotted ? entityOf(first.value) : null;
  if (isDotted && (!third || (rest.length === 0 && touches(third))))
    return { expects: "key", entity, ...typing(third) };
  const nameEnd = part.findIndex(
    (token, index) =>
      index > 0 && !(isMark(token, ".") && !token.spaced) && !(isMark(part[index - 1], ".") && !token.spaced),
  );
  const key = isDotted
    ? part
        .slice(2, nameEnd < 0 ? undefined : nameEnd)
        .map((token) => token.value)
        .join("")
    : first.value;
  const tail = nameEnd < 0 ? [] : part.slice(nameEnd);
  const last = tail.at(-1);
  const operator = tail.findIndex(
    (token) => token.kind === "operator" || isWord(token, "LIKE", "ILIKE", "IN") || isMark(token, "~"),
  );
  if (operator < 0) return { expects: "comparator", entity: isDotted ? first.value : null, key, ...typing(last) };
  return { expects: "value", entity, key, ...typing(tail.length > operator + 1 ? last : undefined) };
}

// A part that starts with a digit would be read as a number.
const plainKey = /^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)*$/u;

/** A key as it is written in a filter: in backticks where it would otherwise be read as something else. */
export const writtenKey = (key: string): string => (plainKey.test(key) ? key : `\`${key.replaceAll("`", "``")}\``);

/** A text as it is written in a filter. */
export const writtenText = (text: string): string => `'${text.replaceAll("'", "''")}'`;
