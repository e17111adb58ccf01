/** A slice column over the evaluation rows: one code per row into `values`. */
export type SliceColumn = { name: string; values: readonly string[]; codes: Uint8Array | Uint16Array };

/** Scores of two runs on the same evaluation rows, in the same row order. */
export type PairedRows = {
  labels: Uint8Array;
  baselineScores: Float32Array;
  candidateScores: Float32Array;
  baselineThreshold: number;
  candidateThreshold: number;
  columns: readonly SliceColumn[];
};

/** Paired outcomes of one slice; `cells` as PairedCells in lib/stats/rate-comparison. */
export type PairedSlice = { value: string; cells: Uint32Array };

/** Per row 4 label + 2 baseline decision + candidate decision, where a decision is score >= threshold. */
export function outcomeCodes(rows: PairedRows): Uint8Array {
  // Scores are float32: the threshold is rounded alike, or a score of exactly 0.7 would fall below 0.7.
  const baselineThreshold = Math.fround(rows.baselineThreshold);
  const candidateThreshold = Math.fround(rows.candidateThreshold);
  const { labels, baselineScores, candidateScores } = rows;
  const codes = new Uint8Array(labels.length);
  for (let row = 0; row < codes.length; row += 1) {
    const baseline = (baselineScores[row] ?? Number.NaN) >= baselineThreshold ? 2 : 0;
    const candidate = (candidateScores[row] ?? Number.NaN) >= candidateThreshold ? 1 : 0;
    codes[row] = (labels[row] ? 4 : 0) + baseline + candidate;
  }
  return codes;
}

/** Paired outcomes over all rows. */
export function overallCells(outcomes: Uint8Array): Uint32Array {
  const cells = new Uint32Array(8);
  for (const outcome of outcomes) cells[outcome] = (cells[outcome] ?? 0) + 1;
  return cells;
}

const crossing = "_x_";

/** The columns a dimension stands for: one by its name, or two of a two-way dimension such as sex_x_race. */
export function columnsOf(dimension: string, columns: readonly SliceColumn[]): readonly SliceColumn[] | null {
  const named = (name: string) => columns.find((column) => column.name === name);
  const one = named(dimension);
  if (one) return [one];
  for (let at = dimension.indexOf(crossing); at > 0; at = dimension.indexOf(crossing, at + 1)) {
    const first = named(dimension.slice(0, at));
    const second = named(dimension.slice(at + crossing.length));
    if (first && second) return [first, second];
  }
  return null;
}

/**
 * Paired outcomes of every slice of a dimension, a column or two crossed ("sex_x_race", values "Female|White"); null when the
 * rows do not hold its columns. Slices without rows are left out.
 */
export function pairedSlices(
  outcomes: Uint8Array,
  columns: readonly SliceColumn[],
  dimension: string,
): PairedSlice[] | null {
  const [first, second] = columnsOf(dimension, columns) ?? [];
  if (!first) return null;
  const width = second?.values.length ?? 1;
  const cells = new Uint32Array(first.values.length * width * 8);
  for (let row = 0; row < outcomes.length; row += 1) {
    const slice = (first.codes[row] ?? 0) * width + (second?.codes[row] ?? 0);
    const index = slice * 8 + (outcomes[row] ?? 0);
    cells[index] = (cells[index] ?? 0) + 1;
  }
  return first.values
    .flatMap((a) => (second ? second.values.map((b) => `${a}|${b}`) : [a]))
    .map((value, slice) => ({ value, cells: cells.subarray(slice * 8, slice * 8 + 8) }))
    .filter((slice) => slice.cells.some((count) => count > 0));
}
