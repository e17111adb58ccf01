/** Bytes from `start` up to and with `end`. */
export type ByteRange = { start: number; end: number };

const form = /^bytes=(?:(\d{1,15})-(\d{0,15})|-(\d{1,15}))$/i;

/**
 * What a Range header asks of a file of `size` bytes (RFC 9110, 14.1.2). Null means the whole file: without a header, and for one that
 * is malformed, in another unit or of several ranges, which a server may leave unheeded.
 */
export function readRange(header: string | null, size: number): ByteRange | "unsatisfiable" | null {
  const found = form.exec((header ?? "").trim());
  if (!found) return null;
  const [, from, to, last] = found;
  if (last !== undefined) {
    const length = Math.min(Number(last), size);
    return length === 0 ? "unsatisfiable" : { start: size - length, end: size - 1 };
  }
  const start = Number(from);
  if (to && Number(to) < start) return null;
  if (start >= size) return "unsatisfiable";
  return { start, end: to ? Math.min(Number(to), size - 1) : size - 1 };
}

/** Whether a list of tags, as in If-None-Match, names this one. Weak tags count: what is behind them is the same. */
export const namesTag = (header: string | null, etag: string): boolean =>
  (header ?? "").split(",").some((one) => one.trim() === "*" || one.trim().replace(/^W\//, "") === etag);

/** Whether a part may be sent: If-Range must name exactly this content, when it is there. A date never does, since none is sent. */
export const rangeHolds = (ifRange: string | null, etag: string): boolean =>
  ifRange === null || ifRange.trim() === etag;
