/** A sentence in parts: what is emphasised is the name or figure, the rest is wording. */
export type Sentence = readonly { text: string; emphasis: boolean }[];

/** Filled in without emphasis: figures and circumstances beside the names that matter. */
export const plain = (text: string | number): { plain: string } => ({ plain: String(text) });

/** Builds a sentence from a template; interpolated values are emphasised unless `plain`, absent ones are left out. */
export function sentence(
  words: TemplateStringsArray,
  ...values: readonly (string | number | { plain: string } | null | undefined)[]
): Sentence {
  const parts: { text: string; emphasis: boolean }[] = [];
  words.forEach((text, i) => {
    if (text) parts.push({ text, emphasis: false });
    const value = values[i];
    if (typeof value === "object" && value !== null) parts.push({ text: value.plain, emphasis: false });
    else if (value !== undefined && value !== null && value !== "") parts.push({ text: String(value), emphasis: true });
  });
  return parts;
}

export const sentenceText = (parts: Sentence): string => parts.map((part) => part.text).join("");

/** "3 runs", "1 run". */
export const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** Codes such as `risk_officer` or `AWAITING_APPROVAL` as words. */
export const words = (code: string): string => code.replaceAll("_", " ").toLowerCase();

export const list = (values: readonly string[]): string => values.map(words).join(", ");
