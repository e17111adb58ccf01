export type Timing = { runs: number; p50: number; p95: number; max: number };

/** One line of a benchmark's result: what was measured, in which unit, and the demand it is held against. */
export type Figure = {
  name: string;
  value: number;
  unit: string;
  note?: string;
};
export type Benchmark = {
  name: string;
  title: string;
  run: (report: (line: string) => void) => Promise<Figure[]>;
};

/** The q-quantile (0..1) of sorted values by the nearest-rank rule. */
export function quantile(sorted: readonly number[], q: number): number {
  if (sorted.length === 0) return Number.NaN;
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(q * sorted.length) - 1))] as number;
}

/** Runs `work` `warmup` times uncounted, then `runs` times; milliseconds of wall time. */
export async function time(work: () => Promise<unknown>, { runs = 200, warmup = 20 } = {}): Promise<Timing> {
  for (let i = 0; i < warmup; i++) await work();
  const millis: number[] = [];
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    await work();
    millis.push(performance.now() - start);
  }
  millis.sort((a, b) => a - b);
  return {
    runs,
    p50: quantile(millis, 0.5),
    p95: quantile(millis, 0.95),
    max: millis.at(-1) ?? Number.NaN,
  };
}

/** Two figures of one timing, in milliseconds. */
export const timingFigures = (name: string, timing: Timing, note?: string): Figure[] => [
  { name: `${name}, p50`, value: timing.p50, unit: "ms", note },
  { name: `${name}, p95`, value: timing.p95, unit: "ms", note },
];
