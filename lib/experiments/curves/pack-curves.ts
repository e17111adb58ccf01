import type { DrawnCurve } from "./draw-curve";

type Head = Pick<DrawnCurve, "run" | "origin" | "width" | "lowest" | "highest" | "points"> & { n: number };

/**
 * Curves as bytes: the length of the head (uint32, little-endian), the head as JSON padded with spaces to a multiple of four, then
 * per curve float32 columns: lowest, highest, last when it has buckets, else x and value.
 */
export function packCurves(curves: readonly DrawnCurve[]): Uint8Array<ArrayBuffer> {
  const heads = curves.map(
    ({ run, origin, width, lowest, highest, points, last }): Head => ({
      ...{ run, origin, width, lowest, highest, points },
      n: last.length,
    }),
  );
  const text = new TextEncoder().encode(JSON.stringify(heads));
  const headBytes = Math.ceil(text.length / 4) * 4;
  const columns = curves.flatMap(({ width, x, low, high, last }) => (width > 0 ? [low, high, last] : [x, last]));
  const total = 4 + headBytes + columns.reduce((sum, column) => sum + column.byteLength, 0);
  const bytes = new Uint8Array(total).fill(0x20, 4, 4 + headBytes);
  new DataView(bytes.buffer).setUint32(0, headBytes, true);
  bytes.set(text, 4);
  let at = 4 + headBytes;
  for (const column of columns) {
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), at);
    at += column.byteLength;
  }
  return bytes;
}

/** Reads what packCurves wrote. */
export function unpackCurves(buffer: ArrayBuffer): DrawnCurve[] {
  const headBytes = new DataView(buffer).getUint32(0, true);
  const heads: Head[] = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, headBytes)));
  let at = 4 + headBytes;
  const column = (n: number) => {
    const values = new Float32Array(buffer, at, n);
    at += n * 4;
    return values;
  };
  return heads.map(({ n, ...head }) => {
    if (head.width > 0) return { ...head, x: new Float32Array(0), low: column(n), high: column(n), last: column(n) };
    const x = column(n);
    const last = column(n);
    return { ...head, x, low: last, high: last, last };
  });
}

/** x of the i-th place of a curve. */
export const placeOf = (curve: DrawnCurve, index: number): number =>
  curve.origin + (curve.width > 0 ? index * curve.width : (curve.x[index] ?? 0));
