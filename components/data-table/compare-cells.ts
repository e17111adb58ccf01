export type CellValue = string | number | null | undefined;

const collator = new Intl.Collator("en", { numeric: true });

/** Order of two present values: numbers by size with NaN first, texts with their digits read as numbers. */
export function compareCells(a: CellValue, b: CellValue): number {
  if (typeof a === "number" && typeof b === "number") {
    if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
    return a - b;
  }
  return collator.compare(String(a ?? ""), String(b ?? ""));
}
