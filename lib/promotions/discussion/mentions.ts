export type Mentionable = { userId: string; name: string };

const token = (userId: string) => `<@${userId}>`;
const tokens = /<@([0-9A-Za-z_-]{1,64})>/g;

/** Ends a name: what follows is no letter, digit or mark of any script. */
const ends = (text: string, at: number): boolean =>
  at >= text.length || !/[\p{L}\p{N}\p{M}_]/u.test(String.fromCodePoint(text.codePointAt(at) ?? 32));
const starts = (text: string, at: number): boolean => at === 0 || !/[\p{L}\p{N}\p{M}_.@<]/u.test(text[at - 1] ?? "");

/**
 * Turns "@Name" of people in the project into tokens that carry their user id. Of people who share a name the one chosen in the
 * form is meant; none chosen, none is named. Anything else that looks like a token is left as text that names nobody.
 */
export function storeMentions(
  body: string,
  people: readonly Mentionable[],
  chosen: readonly string[] = [],
): { body: string; userIds: string[] } {
  const known = new Set(people.map((person) => person.userId));
  const byLength = [...people].sort((a, b) => b.name.length - a.name.length);
  const named = new Set<string>();
  const found = (at: number): Mentionable | null => {
    const candidates = byLength.filter(
      ({ name }) => name !== "" && body.startsWith(name, at) && ends(body, at + name.length),
    );
    const longest = candidates.filter(({ name }) => name.length === candidates[0]?.name.length);
    if (longest.length === 1) return longest[0] ?? null;
    return longest.find(({ userId }) => chosen.includes(userId)) ?? null;
  };
  let stored = "";
  for (let at = 0; at < body.length; ) {
    const person = body[at] === "@" && starts(body, at) ? found(at + 1) : null;
    if (person) {
      named.add(person.userId);
      stored += token(person.userId);
      at += 1 + person.name.length;
    } else {
      stored += body[at];
      at += 1;
    }
  }
  for (const [, id = ""] of body.matchAll(tokens)) if (known.has(id)) named.add(id);
  return { body: stored, userIds: [...named] };
}

/** The text as it was written: tokens of people named in it as "@Name". */
export const writtenText = (body: string, people: readonly Mentionable[]): string =>
  body.replace(tokens, (all, id: string) => {
    const person = people.find(({ userId }) => userId === id);
    return person ? `@${person.name}` : all;
  });

/** Markdown in which a named person is a link to `#mention-<user id>`; the view draws the name from its own list. */
export const markMentions = (body: string, people: readonly Mentionable[]): string =>
  body.replace(tokens, (all, id: string) =>
    people.some(({ userId }) => userId === id) ? `[@](#mention-${id})` : all.replace("<", "\\<"),
  );

/** What is being typed after an "@" before the caret, or null: what the autocomplete searches for. */
export function mentionQuery(text: string, caret: number): { from: number; query: string } | null {
  const before = text.slice(0, caret);
  const from = before.lastIndexOf("@");
  if (from === -1 || !starts(before, from)) return null;
  const query = before.slice(from + 1);
  return /^[^\n@]{0,40}$/.test(query) && !/\s{2}|^\s/.test(query) ? { from, query } : null;
}

/** People whose name has a word that starts with the query, at most eight. */
export function matchPeople(people: readonly Mentionable[], query: string): Mentionable[] {
  const wanted = query.toLocaleLowerCase();
  return people
    .filter(({ name }) => {
      const lower = name.toLocaleLowerCase();
      return lower.startsWith(wanted) || lower.split(/\s+/).some((word) => word.startsWith(wanted));
    })
    .slice(0, 8);
}
