export type Domain = readonly [low: number, high: number];

/** Where a value stands between the ends of a domain, 0 to 1 inside it; 0.5 when the domain has no width. */
export function fraction(value: number, [low, high]: Domain): number {
  return high === low ? 0.5 : (value - low) / (high - low);
}

/** A value kept inside a domain, and the side on which it was cut. */
export function clip(value: number, [low, high]: Domain): { value: number; cut: "low" | "high" | null } {
  if (value < low) return { value: low, cut: "low" };
  if (value > high) return { value: high, cut: "high" };
  return { value, cut: null };
}

/** The smallest domain around all finite values, widened by a share of its width (or by 1 when it has none). */
export function domainOf(values: readonly (number | null | undefined)[], padding = 0.06): Domain {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value === null || value === undefined || !Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return [0, 1];
  if (low === high) return low === 0 ? [-1, 1] : [low - Math.abs(low) * 0.1, high + Math.abs(high) * 0.1];
  const margin = (high - low) * padding;
  return [low - margin, high + margin];
}

/** The same domain while it holds all finite values. Else one that goes beyond them by a quarter of its width, so that it seldom widens again. */
export function widenDomain(domain: Domain, values: readonly (number | null | undefined)[]): Domain {
  let [low, high] = domain;
  for (const value of values) {
    if (value === null || value === undefined || !Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low === domain[0] && high === domain[1]) return domain;
  const margin = (high - low) * 0.25;
  return [low < domain[0] ? low - margin : low, high > domain[1] ? high + margin : high];
}

/** About `count` round values inside a domain: steps of 1, 2, 2.5 or 5 times a power of ten. */
export function ticksOf([low, high]: Domain, count = 4): number[] {
  const width = high - low;
  if (!(width > 0) || !Number.isFinite(width)) return [low];
  const rough = width / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step =
    [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough * 0.999) ?? rough;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}

/** Digits after the point that tell neighbouring ticks apart. */
export function tickDigits(ticks: readonly number[]): number {
  const step = Math.abs((ticks[1] ?? 1) - (ticks[0] ?? 0));
  if (!(step > 0)) return 0;
  for (let digits = 0; digits <= 8; digits += 1) {
    if (Math.abs(step * 10 ** digits - Math.round(step * 10 ** digits)) < 1e-6) return digits;
  }
  return 8;
}

/** A fraction as a percentage for SVG and CSS, with two digits to keep markup short. */
export function percent(part: number): string {
  return `${Number((part * 100).toFixed(2))}%`;
}
