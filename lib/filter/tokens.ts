export type TokenKind = "word" | "number" | "string" | "symbol" | "tick" | "operator" | "other";
/** One token of a filter. `value` is the text inside quotes; `spaced` says that white space came before. */
export type Token = { kind: TokenKind; text: string; value: string; start: number; end: number; spaced: boolean };

const space = /\s+/uy;
const number = /-?\d+(?:\.\d+)?[eE][-+]?\d+|-?(?:\d+\.\d*|\.\d+)(?![\p{L}_])|-?\d+(?![\p{L}_])/uy;
const word = /[\p{L}\p{N}_][\p{L}\p{N}_]*/uy;
const operator = /[<>=~!]+/uy;
const quotes: Readonly<Record<string, TokenKind>> = { "'": "string", '"': "symbol", "`": "tick" };

/**
 * Where a quoted text that opens at `start` ends. A doubled quote and one after a backslash belong to the text, unless the text would
 * then never end: the last of them ends it. One pass, so that no input is slow.
 */
function endOfQuoted(input: string, start: number): number | null {
  const quote = input[start] as string;
  let fallback: number | null = null;
  for (let at = start + 1; at < input.length; at++) {
    const character = input[at];
    if (character === "\\" && quote !== "`" && input[at + 1] === quote) fallback = ++at + 1;
    else if (character === quote) {
      if (input[at + 1] !== quote) return at + 1;
      fallback = ++at;
    }
  }
  return fallback;
}

const insideQuotes = (text: string): string => {
  const quote = text[0] as string;
  const inner = text.slice(1, -1).replaceAll(quote + quote, quote);
  return quote === "`" ? inner : inner.replaceAll(`\\${quote}`, quote);
};

function matchAt(pattern: RegExp, input: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(input)?.[0] ?? null;
}

/** Cuts a filter into tokens: every character but white space is in exactly one. Never throws. */
export function tokenize(input: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < input.length) {
    const blank = matchAt(space, input, at)?.length ?? 0;
    const start = at + blank;
    if (start >= input.length) break;
    const [kind, text] = readToken(input, start);
    const isQuoted = kind === "string" || kind === "symbol" || kind === "tick";
    at = start + text.length;
    tokens.push({ kind, text, value: isQuoted ? insideQuotes(text) : text, start, end: at, spaced: blank > 0 });
  }
  return tokens;
}

function readToken(input: string, at: number): [TokenKind, string] {
  const first = input[at] as string;
  const quotedAs = quotes[first];
  if (quotedAs) {
    const end = endOfQuoted(input, at);
    return end === null ? ["other", first] : [quotedAs, input.slice(at, end)];
  }
  const asNumber = matchAt(number, input, at);
  if (asNumber) return ["number", asNumber];
  const asWord = matchAt(word, input, at);
  if (asWord) return ["word", asWord];
  const asOperator = matchAt(operator, input, at);
  return asOperator ? ["operator", asOperator] : ["other", String.fromCodePoint(input.codePointAt(at) ?? 0)];
}

/** The token is this word, in any case and without quotes. */
export const isWord = (token: Token | undefined, ...words: readonly string[]): boolean =>
  token?.kind === "word" && words.includes(token.text.toUpperCase());

export const isMark = (token: Token | undefined, mark: string): boolean =>
  token?.kind === "other" && token.text === mark;
