import { type Domain, ticksOf } from "./scale";

/** Places of grid lines on a log scale: round values within a decade, powers of ten and their halves and fifths beyond it. */
export function logTicks([low, high]: Domain, count = 6): number[] {
  if (!(low > 0) || !(high > low)) return low > 0 ? [low] : [];
  const decades = Math.log10(high / low);
  if (decades < 1) return ticksOf([low, high], count);
  const factors = decades <= 3 ? [1, 2, 5] : [1];
  const step = Math.max(1, Math.ceil(decades / count));
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power += step)
    for (const factor of factors) {
      const tick = Number((factor * 10 ** power).toPrecision(12));
      if (tick >= low && tick <= high) ticks.push(tick);
    }
  return ticks;
}

/** The same for whole numbers such as steps, where a half means nothing: apart by 1, 2 or 5 times a power of ten. */
export function wholeTicks([low, high]: Domain, count = 6): number[] {
  const rough = Math.max(1, (high - low) / count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((nice) => nice >= rough * 0.999) ?? 10 * power;
  const first = Math.ceil(low / step);
  const ticks = Array.from({ length: Math.max(0, Math.floor(high / step) - first + 1) }, (_, i) => (first + i) * step);
  return ticks.length > 0 ? ticks : [Math.round(low)];
}
