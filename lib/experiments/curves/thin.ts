import type { Point } from "./rollup";

const byPlace = (a: Point, b: Point): number => a.step - b.step || a.at - b.at || a.value - b.value;

/**
 * At most `most` of these points in order, each once: first, last, lowest and highest of all, then lowest and highest of equal parts.
 * With room for fewer than four, the first of these.
 */
export function thin(points: readonly Point[], most: number): Point[] {
  const sorted = points.toSorted(byPlace).filter((point, index, all) => {
    const before = all[index - 1];
    return !before || byPlace(before, point) !== 0;
  });
  if (sorted.length <= most) return sorted;
  const extremes = (part: readonly Point[]): Point[] => {
    let [low, high] = [part[0], part[0]];
    for (const point of part) {
      if (low && point.value < low.value) low = point;
      if (high && point.value > high.value) high = point;
    }
    return [low, high].filter((point) => point !== undefined);
  };
  const kept = new Set<Point>();
  const keep = (point: Point | undefined) => {
    if (point && kept.size < most) kept.add(point);
  };
  for (const point of extremes(sorted)) keep(point);
  keep(sorted[0]);
  keep(sorted.at(-1));
  const parts = Math.floor((most - kept.size) / 2);
  for (let part = 0; part < parts; part++) {
    const slice = sorted.slice(
      Math.floor((part * sorted.length) / parts),
      Math.floor(((part + 1) * sorted.length) / parts),
    );
    for (const point of extremes(slice)) keep(point);
  }
  return [...kept].sort(byPlace);
}
