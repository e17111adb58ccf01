/** A linear scale from a domain to pixels. */
export type Scale = { low: number; high: number; ticks: number[]; x: (value: number) => number };

/** A domain around these values in readable steps, at most 5 of them; `bounds` are never left. */
export function makeScale(
  values: readonly number[],
  width: number,
  bounds: readonly [number, number] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  pad = 8,
): Scale {
  const finite = values.filter(Number.isFinite);
  const [min, max] = finite.length > 0 ? [Math.min(...finite), Math.max(...finite)] : [0, 1];
  const span = Math.max(max - min, Math.abs(max) * 1e-3, 1e-9);
  const power = 10 ** Math.floor(Math.log10(span / 4));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => span / (factor * power) <= 4) ?? 10) * power;
  const low = Math.max(bounds[0], Math.floor(min / step + 1e-9) * step);
  const high = Math.min(bounds[1], Math.ceil(max / step - 1e-9) * step || step);
  const count = Math.round((high - low) / step);
  const ticks = Array.from({ length: count + 1 }, (_, index) => Number((low + index * step).toPrecision(12)));
  const x = (value: number) =>
    pad + ((Math.min(high, Math.max(low, value)) - low) / (high - low || 1)) * (width - 2 * pad);
  return { low, high, ticks, x };
}
