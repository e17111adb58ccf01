import { columnsOf, type SliceColumn } from "./paired-rows";

/** Row numbers of one slice ("sex" "Female", or "sex_x_race" "Female|White"); null when the rows do not hold its columns. */
export function sliceRows(columns: readonly SliceColumn[], dimension: string, value: string): Uint32Array | null {
  const held = columnsOf(dimension, columns);
  if (!held) return null;
  const codes = matchCodes(held, value);
  if (!codes) return new Uint32Array(0);
  const rows: number[] = [];
  const n = held[0]?.codes.length ?? 0;
  for (let row = 0; row < n; row++) {
    if (held.every((column, at) => column.codes[row] === codes[at])) rows.push(row);
  }
  return Uint32Array.from(rows);
}

/** The code of the value in each column; a value may itself hold the separator, so every split is tried. */
function matchCodes([first, second]: readonly SliceColumn[], value: string): number[] | null {
  if (!first) return null;
  if (!second) {
    const code = first.values.indexOf(value);
    return code < 0 ? null : [code];
  }
  for (let at = value.indexOf("|"); at >= 0; at = value.indexOf("|", at + 1)) {
    const codes = [first.values.indexOf(value.slice(0, at)), second.values.indexOf(value.slice(at + 1))];
    if (codes.every((code) => code >= 0)) return codes;
  }
  return null;
}
