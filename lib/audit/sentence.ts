/** A sentence in parts: what is emphasised is the name or figure, the rest is wording. */
export type Sentence = readonly { text: string; emphasis: boolean }[];

/** Builds a sentence from a template; interpolated values are emphasised, absent ones are left out. */
export function sentence(
  words: TemplateStringsArray,
  ...values: readonly (string | number | null | undefined)[]
): Sentence {
  const parts: { text: string; emphasis: boolean }[] = [];
  words.forEach((text, i) => {
    if (text) parts.push({ text, emphasis: false });
    const value = values[i];
    if (value !== undefined && value !== null && value !== "") parts.push({ text: String(value), emphasis: true });
  });
  return parts;
}

export const sentenceText = (parts: Sentence): string => parts.map((part) => part.text).join("");

/** "3 runs", "1 run". */
export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** Codes such as `risk_officer` or `AWAITING_APPROVAL` as words. */
export const words = (code: string): string => code.replaceAll("_", " ").toLowerCase();

export const list = (values: readonly string[]): string => values.map(words).join(", ");
