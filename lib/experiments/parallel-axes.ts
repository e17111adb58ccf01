export type ParallelAxis = {
  id: string;
  label: string;
  /** Place of each run on the axis, 0 to 1; null when it has none. */
  places: (number | null)[];
  texts: (string | null)[];
  low: string;
  high: string;
};
export type Brush = { id: string; from: number; to: number };

/** `lr~0.1~0.5` as the kept part of an axis, 0 to 1. */
export function parseBrushes(texts: readonly string[]): Brush[] {
  return texts.flatMap((text) => {
    const [to, from, ...rest] = text.split("~").reverse();
    const brush = { id: rest.reverse().join("~"), from: Number(from), to: Number(to) };
    return brush.id && brush.from >= 0 && brush.to <= 1 && brush.from < brush.to ? [brush] : [];
  });
}

/** Axes to draw, in order: those chosen that there are, else the first parameters and metrics. */
export function chosenAxes(chosen: readonly string[], params: readonly string[], metrics: readonly string[]): string[] {
  const [ofParams, ofMetrics] = [params.map((key) => `p.${key}`), metrics.map((key) => `m.${key}`)];
  const known = chosen.filter((id) => ofParams.includes(id) || ofMetrics.includes(id));
  return known.length > 0 ? known : [...ofParams.slice(0, 5), ...ofMetrics.slice(0, 4)];
}

/** The list with one of its items moved by some places, as far as it goes. */
export function movedBy(ids: readonly string[], id: string, by: number): string[] {
  const from = ids.indexOf(id);
  if (from < 0) return [...ids];
  const rest = ids.filter((other) => other !== id);
  const to = Math.max(0, Math.min(rest.length, from + by));
  return [...rest.slice(0, to), id, ...rest.slice(to)];
}

export const formatBrush = ({ id, from, to }: Brush): string => `${id}~${from}~${to}`;

/** An axis over values: numbers by size, anything else in natural order of its texts, evenly spread. */
export function parallelAxis(id: string, label: string, texts: readonly (string | null)[]): ParallelAxis {
  const present = [...new Set(texts.filter((text) => text !== null))];
  const isNumeric = present.every((text) => text.trim() !== "" && Number.isFinite(Number(text)));
  const sorted = present.toSorted((a, b) =>
    isNumeric ? Number(a) - Number(b) : a.localeCompare(b, "en", { numeric: true }),
  );
  const [low, high] = [sorted[0] ?? "", sorted.at(-1) ?? ""];
  const placeOf = (text: string): number => {
    if (sorted.length < 2) return 0.5;
    if (!isNumeric) return sorted.indexOf(text) / (sorted.length - 1);
    const span = Number(high) - Number(low);
    return span === 0 ? 0.5 : (Number(text) - Number(low)) / span;
  };
  return {
    id,
    label,
    texts: [...texts],
    places: texts.map((text) => (text === null ? null : placeOf(text))),
    low,
    high,
  };
}

/** Indexes of the runs inside every brush. */
export function brushed(axes: readonly ParallelAxis[], brushes: readonly Brush[], count: number): number[] {
  return Array.from({ length: count }, (_, index) => index).filter((index) =>
    brushes.every(({ id, from, to }) => {
      const axis = axes.find((one) => one.id === id);
      const place = axis?.places[index];
      return !axis || (place !== null && place !== undefined && place >= from && place <= to);
    }),
  );
}
