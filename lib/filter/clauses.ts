import { quoted, refuse } from "./filter-error";
import { isMark, isWord, type Token, tokenize } from "./tokens";

export type Identifier = { entity: string | null; key: string; text: string };
export type Value =
  | { kind: "number" | "text" | "name"; text: string; value: string }
  | { kind: "list"; text: string; items: string[] };
/** One comparison as written: `comparator` in capitals; `value` is null for IS NULL and IS NOT NULL. */
export type Clause = { identifier: Identifier; comparator: string; value: Value | null; text: string };

/** Comparisons that one filter can join: each costs a probe per row. */
export const maxClauses = 100;
/** Characters of one filter; a list of ten thousand run ids has 350,000. */
export const maxFilterLength = 4_000_000;

const isName = (token: Token | undefined): token is Token =>
  token?.kind === "word" || token?.kind === "symbol" || token?.kind === "tick";

/** Reads `key`, `entity.key` or `entity.a.b` from `at`; the first dot parts entity and key. */
export function readIdentifier(tokens: readonly Token[], at: number): { identifier: Identifier; next: number } | null {
  const first = tokens[at];
  if (!isName(first)) return null;
  let next = at + 1;
  while (isMark(tokens[next], ".") && !tokens[next]?.spaced) {
    const part = tokens[next + 1];
    if (!isName(part) || part.spaced) return null;
    next += 2;
  }
  const rest = tokens.slice(at + 2, next);
  const key = rest.length === 1 ? (rest[0]?.value ?? "") : rest.map((token) => token.text).join("");
  const text = tokens
    .slice(at, next)
    .map((token) => token.text)
    .join("");
  if (rest.length === 0) return { identifier: { entity: null, key: first.value, text }, next };
  return { identifier: { entity: first.value, key, text }, next };
}

type Read<T> = { value: T; next: number };

function readComparator(tokens: readonly Token[], at: number): Read<string> | null {
  const [first, second, third] = tokens.slice(at, at + 3);
  if (first?.kind === "operator") return { value: first.text, next: at + 1 };
  if (isWord(first, "LIKE", "ILIKE", "RLIKE", "IN"))
    return { value: (first as Token).text.toUpperCase(), next: at + 1 };
  if (isWord(first, "NOT") && isWord(second, "LIKE", "ILIKE", "RLIKE", "IN"))
    return { value: `NOT ${(second as Token).text.toUpperCase()}`, next: at + 2 };
  if (isWord(first, "IS") && isWord(second, "NULL")) return { value: "IS NULL", next: at + 2 };
  if (isWord(first, "IS") && isWord(second, "NOT") && isWord(third, "NULL"))
    return { value: "IS NOT NULL", next: at + 3 };
  return null;
}

const listProblem = "While parsing a list in the query,";

function readList(input: string, tokens: readonly Token[], at: number): Read<Value> {
  const items: string[] = [];
  let next = at + 1;
  while (!isMark(tokens[next], ")")) {
    const token = tokens[next];
    if (token?.kind === "number")
      refuse(
        `${listProblem} expected string value, punctuation, or whitespace, but got different type in list: ${token.text}`,
      );
    const following = tokens[next + 1];
    const isItem = token?.kind === "string" || token?.kind === "symbol";
    if (!isItem || !(isMark(following, ",") || isMark(following, ")")))
      return refuse(`${listProblem} expected a non-empty list of string values, but got ill-formed list.`);
    items.push(token.value);
    next += isMark(following, ",") ? 2 : 1;
  }
  if (items.length === 0) refuse(`${listProblem} expected a non-empty list of string values, but got empty list`);
  const text = input.slice(tokens[at]?.start, tokens[next]?.end);
  return { value: { kind: "list", text, items }, next: next + 1 };
}

function readValue(input: string, tokens: readonly Token[], at: number): Read<Value> | null {
  const token = tokens[at];
  if (!token) return null;
  const { text, value } = token;
  if (token.kind === "number") return { value: { kind: "number", text, value }, next: at + 1 };
  if (isMark(token, "(")) return readList(input, tokens, at);
  if (token.kind === "string") return { value: { kind: "text", text, value }, next: at + 1 };
  const name = readIdentifier(tokens, at);
  if (!name) return null;
  if (token.kind === "symbol" && name.next === at + 1) return { value: { kind: "text", text, value }, next: at + 1 };
  return { value: { kind: "name", text: name.identifier.text, value: name.identifier.text }, next: name.next };
}

/** Where the next comparison starts after one that cannot be read: behind its AND. */
function endOfClause(tokens: readonly Token[], at: number): number {
  let end = at;
  while (end < tokens.length && !isWord(tokens[end], "AND")) end++;
  return end;
}

function refuseClause(input: string, tokens: readonly Token[], at: number): never {
  const first = tokens[at];
  if (first && (first.kind === "number" || first.kind === "string") && tokens[at + 1]?.kind === "operator")
    refuse(`Invalid comparison clause. Expected 'Identifier' found '${quoted(first.text)}'`);
  const end = isWord(first, "OR", "NOT") ? at + 1 : endOfClause(tokens, at);
  const text = isMark(first, "(") ? `'${input.slice(first?.start, tokens[end - 1]?.end)}'` : pieces(tokens, at, end);
  return refuse(`Invalid clause(s) in filter string: ${quoted(text)}`);
}

function pieces(tokens: readonly Token[], from: number, to: number): string {
  const found: string[] = [];
  for (let at = from; at < to && found.length < 20; ) {
    const name = readIdentifier(tokens, at);
    found.push(`'${name ? name.identifier.text : tokens[at]?.text}'`);
    at = name ? name.next : at + 1;
  }
  return found.join(", ");
}

/** Reads one comparison from `at`; null when there is none, a FilterError when its list is broken. */
export function readClause(
  input: string,
  tokens: readonly Token[],
  at: number,
): { clause: Clause; next: number } | null {
  const name = readIdentifier(tokens, at);
  const comparator = name && readComparator(tokens, name.next);
  if (!name || !comparator) return null;
  const isUnary = comparator.value.startsWith("IS ");
  const isList = comparator.value.endsWith("IN");
  if (isList && !isMark(tokens[comparator.next], "(")) return null;
  const value = isUnary ? { value: null, next: comparator.next } : readValue(input, tokens, comparator.next);
  if (!value) return null;
  const text = input.slice(tokens[at]?.start, tokens[value.next - 1]?.end);
  return {
    clause: { identifier: name.identifier, comparator: comparator.value, value: value.value, text },
    next: value.next,
  };
}

/**
 * Reads a filter of comparisons joined by AND. Comparators and keys are not judged here: each kind of search has its own. Pure and
 * linear in the length of the text.
 */
export function parseClauses(input: string): Clause[] {
  if (input === "") return [];
  if (input.length > maxFilterLength)
    refuse(`The filter has ${input.length} characters; at most ${maxFilterLength} can be read.`);
  if (input.includes("\0")) refuse("Invalid filter: it holds a null character.");
  const tokens = tokenize(input);
  if (tokens.length === 0) refuse(`Invalid filter '${quoted(input)}'. Could not be parsed.`);
  const clauses: Clause[] = [];
  for (let at = 0; at < tokens.length; ) {
    if (isWord(tokens[at], "AND")) {
      at++;
      continue;
    }
    if (isMark(tokens[at], ";") && at < tokens.length - 1)
      refuse(`Search filter contained multiple expression '${quoted(input)}'. Provide AND-ed expression list.`);
    const read = readClause(input, tokens, at) ?? refuseClause(input, tokens, at);
    clauses.push(read.clause);
    if (clauses.length > maxClauses)
      refuse(`The filter has too many comparisons: at most ${maxClauses} can be joined with AND. Use IN for lists.`);
    at = read.next;
  }
  return clauses;
}
