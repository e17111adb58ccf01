import { chiSquareUpperTail } from "./distributions";

export type ChiSquare = { statistic: number; pValue: number; degreesOfFreedom: number };
export type Contingency =
  | { ok: true; plain: ChiSquare; yates: ChiSquare; expected: number[][] }
  | { ok: false; error: "zero expected frequency"; row: number; column: number };

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

function statistic(
  table: readonly (readonly number[])[],
  expected: readonly (readonly number[])[],
  correction: number,
): number {
  let chi2 = 0;
  expected.forEach((cells, row) => {
    cells.forEach((wanted, column) => {
      const gap = Math.abs((table[row]?.[column] ?? 0) - wanted);
      chi2 += (gap - Math.min(correction, gap)) ** 2 / wanted;
    });
  });
  return chi2;
}

/**
 * Chi-square test of independence of a table of counts, plain and with Yates' correction (which changes only one degree of
 * freedom). A row or column without any count has no expected frequency and is an error.
 */
export function chiSquareIndependence(table: readonly (readonly number[])[]): Contingency {
  const rows = table.map(sum);
  const columns = (table[0] ?? []).map((_, column) => sum(table.map((cells) => cells[column] ?? 0)));
  const grand = sum(rows);
  const expected = rows.map((row) => columns.map((column) => (row * column) / grand));
  for (const [row, cells] of expected.entries()) {
    const column = cells.findIndex((wanted) => !(wanted > 0));
    if (column >= 0) return { ok: false, error: "zero expected frequency", row, column };
  }
  const degreesOfFreedom = Math.max(0, (rows.length - 1) * (columns.length - 1));
  const judge = (correction: number): ChiSquare => {
    const chi2 = degreesOfFreedom === 0 ? 0 : statistic(table, expected, correction);
    return { statistic: chi2, pValue: chiSquareUpperTail(chi2, degreesOfFreedom), degreesOfFreedom };
  };
  return { ok: true, plain: judge(0), yates: judge(degreesOfFreedom === 1 ? 0.5 : 0), expected };
}

/** Chi-square goodness of fit of counts to expected counts, uniform when null; null when an expected count is not positive. */
export function chiSquareGoodnessOfFit(
  observed: readonly number[],
  expected: readonly number[] | null,
): ChiSquare | null {
  const wanted = expected ?? observed.map(() => sum(observed) / observed.length);
  if (wanted.length !== observed.length || wanted.some((count) => !(count > 0))) return null;
  const chi2 = statistic([observed], [wanted], 0);
  const degreesOfFreedom = observed.length - 1;
  return { statistic: chi2, pValue: chiSquareUpperTail(chi2, degreesOfFreedom), degreesOfFreedom };
}
