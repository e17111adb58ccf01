import { clip, type Domain, fraction } from "./scale";

export type SparkPoint = { at: number; value: number | null };

/** An SVG path in a box of 100 by `height` units; a missing value lifts the pen, so gaps stay gaps. */
export function sparkPath(points: readonly SparkPoint[], across: Domain, up: Domain, height: number): string {
  let isDown = false;
  const parts: string[] = [];
  for (const { at, value } of points) {
    if (value === null || !Number.isFinite(value)) {
      isDown = false;
      continue;
    }
    const x = Number((fraction(at, across) * 100).toFixed(2));
    const y = Number(((1 - fraction(clip(value, up).value, up)) * height).toFixed(2));
    parts.push(`${isDown ? "L" : "M"}${x} ${y}`);
    isDown = true;
  }
  return parts.join("");
}

/** Every n-th point so that at most `max` remain; first and last always do. */
export function thin<T>(points: readonly T[], max: number): readonly T[] {
  if (points.length <= max) return points;
  const step = (points.length - 1) / (max - 1);
  return Array.from({ length: max }, (_, index) => points[Math.round(index * step)] as T);
}
