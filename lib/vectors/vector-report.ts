/** What became of one file: `cases` tried and one line per miss, or why it holds no vectors. */
export type VectorReport =
  | { kind: "vectors"; format: string; cases: number; misses: string[] }
  | { kind: "not_vectors"; why: string };

/** Tries to read a file as vectors of one format; null = not this format. */
export type VectorReader = (file: string, text: () => string) => VectorReport | null;

export const reported = (format: string, cases: number, misses: string[]): VectorReport => ({
  kind: "vectors",
  format,
  cases,
  misses,
});
