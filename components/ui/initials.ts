/** First letters of the first and last word, upper case; whole graphemes, so that no letter or emoji is cut. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const picked = words.length > 1 ? [words[0], words.at(-1)] : words;
  const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
  return (
    picked.map((word) => [...segmenter.segment(word ?? "")][0]?.segment.toLocaleUpperCase("en") ?? "").join("") || "?"
  );
}
