import type { SliceDelta } from "@/lib/experiments/slice-deltas";

/** What changed, whether for the worse (1), the better (-1) or neither (0), and the verdict. */
export type HeatCell = readonly [delta: number, worsening: number, verdict: SliceDelta["verdict"]];
export type HeatRow = { label: string; cells: readonly (HeatCell | null)[] };

/** Where the cells lie: `left` and `top` of the first, and the size of each with the gap behind it. */
export type HeatGrid = { left: number; top: number; width: number; height: number };

type Fill = { tone: "fail" | "pass" | "unknown"; opacity: number; d: string };
/** All cells of a heat map: one path for each colour, one for the triangles of clear changes, one for what was not recorded. */
export type HeatMarks = { fills: Fill[]; clear: string; absent: string };

const toneOf = (worsening: number): Fill["tone"] => (worsening > 0 ? "fail" : worsening < 0 ? "pass" : "unknown");

/** The cells as a few paths: an element for each of four thousand would take the browser longer than all the rest of the page. */
export function heatMarks(rows: readonly HeatRow[], largest: number, grid: HeatGrid): HeatMarks {
  const fills = new Map<string, Fill>();
  let [clear, absent] = ["", ""];
  rows.forEach(({ cells }, r) => {
    const y = grid.top + r * grid.height;
    cells.forEach((cell, c) => {
      const x = grid.left + c * grid.width;
      const middle = x + (grid.width - 1) / 2;
      if (!cell) {
        absent += `M${middle - 3.5} ${y + 8}h7`;
        return;
      }
      const [delta, worsening, verdict] = cell;
      const tone = toneOf(worsening);
      const opacity = Number((0.08 + 0.72 * (Math.abs(delta) / largest)).toFixed(2));
      const fill = fills.get(`${tone} ${opacity}`) ?? { tone, opacity, d: "" };
      fill.d += `M${x} ${y}h${grid.width - 1}v${grid.height - 1}h${1 - grid.width}z`;
      fills.set(`${tone} ${opacity}`, fill);
      if (verdict === "worse") clear += `M${middle - 3.5} ${y + 5}h7l-3.5 6z`;
      if (verdict === "better") clear += `M${middle - 3.5} ${y + 11}h7l-3.5 -6z`;
    });
  });
  return { fills: [...fills.values()], clear, absent };
}

/** The cell at a place of the drawing, null beside the cells. */
export function cellAt(x: number, y: number, grid: HeatGrid, rows: number, columns: number): [number, number] | null {
  const [row, column] = [Math.floor((y - grid.top) / grid.height), Math.floor((x - grid.left) / grid.width)];
  return row >= 0 && row < rows && column >= 0 && column < columns ? [row, column] : null;
}
