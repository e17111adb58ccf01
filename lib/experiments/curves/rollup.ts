/** Buckets of a folded series. */
export const mostBuckets = 500;
const columns = 9;
const header = 6;
/** Bytes that hold the values alone (header, lowest, highest, last), and all with the places of these. */
export const valueBytes = (header + 3 * mostBuckets) * 8;
export const rollupBytes = (header + columns * mostBuckets) * 8;

export type Point = { step: number; at: number; value: number };

/**
 * A long series in at most 500 buckets of equal width over its steps, or over time when all points have one step. Each bucket keeps
 * its lowest, highest and last point exactly. When the series outgrows the buckets, pairs are merged and the width doubles.
 */
export class Rollup {
  readonly #cells: Float64Array;

  private constructor(cells: Float64Array) {
    this.#cells = cells;
  }

  static empty(axis: "step" | "at", from: number): Rollup {
    const cells = new Float64Array(rollupBytes / 8).fill(Number.NaN, header);
    cells.set([axis === "at" ? 1 : 0, from, 1, 0]);
    return new Rollup(cells);
  }

  /** Reads what `bytes` wrote; a prefix of `valueBytes` gives values without places. */
  static from(bytes: Uint8Array): Rollup {
    const cells = new Float64Array(rollupBytes / 8).fill(Number.NaN);
    new Uint8Array(cells.buffer).set(bytes.subarray(0, rollupBytes));
    return new Rollup(cells);
  }

  bytes(): Buffer {
    return Buffer.from(this.#cells.buffer);
  }

  get axis(): "step" | "at" {
    return this.#cells[0] === 1 ? "at" : "step";
  }
  get start(): number {
    return this.#cells[1] ?? 0;
  }
  get width(): number {
    return this.#cells[2] ?? 1;
  }
  /** Buckets in use, empty ones between them included. */
  get used(): number {
    return this.#cells[3] ?? 0;
  }
  /** Points folded in. */
  get points(): number {
    return this.#cells[4] ?? 0;
  }

  #cell(column: number, bucket: number): number {
    return this.#cells[header + column * mostBuckets + bucket] ?? Number.NaN;
  }

  #set(column: number, bucket: number, value: number): void {
    this.#cells[header + column * mostBuckets + bucket] = value;
  }

  /** Takes over three columns of the bucket `from`: value, step and time of one of lowest, highest, last. */
  #copy(kind: 0 | 1 | 2, from: number, to: number): void {
    this.#set(kind, to, this.#cell(kind, from));
    this.#set(3 + 2 * kind, to, this.#cell(3 + 2 * kind, from));
    this.#set(4 + 2 * kind, to, this.#cell(4 + 2 * kind, from));
  }

  #put(kind: 0 | 1 | 2, bucket: number, { step, at, value }: Point): void {
    this.#set(kind, bucket, value);
    this.#set(3 + 2 * kind, bucket, step);
    this.#set(4 + 2 * kind, bucket, at);
  }

  #halve(): void {
    for (let bucket = 0; bucket < mostBuckets; bucket++) {
      const [left, right] = [2 * bucket, 2 * bucket + 1];
      for (const kind of [0, 1, 2] as const) {
        if (left >= mostBuckets) {
          this.#put(kind, bucket, { step: Number.NaN, at: Number.NaN, value: Number.NaN });
          continue;
        }
        const [a, b] = [this.#cell(kind, left), this.#cell(kind, right)];
        const takeRight = Number.isNaN(a) || (!Number.isNaN(b) && (kind === 0 ? b < a : kind === 1 ? b > a : true));
        this.#copy(kind, takeRight ? right : left, bucket);
      }
    }
    this.#cells[2] = this.width * 2;
    this.#cells[3] = Math.ceil(this.used / 2);
  }

  /** Whether a point can be added: not before the start, and not of another step when time is the axis. */
  takes(point: Point, step: number): boolean {
    return this.axis === "at" ? point.step === step && point.at >= this.start : point.step >= this.start;
  }

  /** Adds the next point; points come in the order (step, time). What is not finite is counted, not drawn. */
  add(point: Point): void {
    const x = this.axis === "at" ? point.at : point.step;
    while (Math.floor((x - this.start) / this.width) >= mostBuckets) this.#halve();
    const bucket = Math.floor((x - this.start) / this.width);
    this.#cells[3] = Math.max(this.used, bucket + 1);
    this.#cells[4] = this.points + 1;
    if (!Number.isFinite(point.value)) return;
    const [low, high] = [this.#cell(0, bucket), this.#cell(1, bucket)];
    if (!(point.value >= low)) this.#put(0, bucket, point);
    if (!(point.value <= high)) this.#put(1, bucket, point);
    this.#put(2, bucket, point);
  }

  /** The points of one kind, bucket by bucket, without empty buckets. */
  pointsOf(kind: "low" | "high" | "last"): Point[] {
    const index = { low: 0, high: 1, last: 2 }[kind];
    const found: Point[] = [];
    for (let bucket = 0; bucket < this.used; bucket++) {
      const value = this.#cell(index, bucket);
      if (Number.isNaN(value)) continue;
      found.push({ step: this.#cell(3 + 2 * index, bucket), at: this.#cell(4 + 2 * index, bucket), value });
    }
    return found;
  }

  /** Lowest, highest and last value per bucket; NaN for an empty one. */
  values(): { low: Float64Array; high: Float64Array; last: Float64Array } {
    const column = (index: number) =>
      this.#cells.subarray(header + index * mostBuckets, header + index * mostBuckets + this.used);
    return { low: column(0), high: column(1), last: column(2) };
  }
}
