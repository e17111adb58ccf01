import { smirnovUpperTail } from "./distributions";

type Matrix = { cells: Float64Array; exponent: number };

function multiply(a: Matrix, b: Matrix, m: number): Matrix {
  const cells = new Float64Array(m * m);
  for (let i = 0; i < m; i += 1) {
    for (let k = 0; k < m; k += 1) {
      const factor = a.cells[i * m + k] ?? 0;
      if (factor === 0) continue;
      for (let j = 0; j < m; j += 1) cells[i * m + j] = (cells[i * m + j] ?? 0) + factor * (b.cells[k * m + j] ?? 0);
    }
  }
  let exponent = a.exponent + b.exponent;
  if ((cells[(m >> 1) * m + (m >> 1)] ?? 0) > 1e140) {
    for (let i = 0; i < cells.length; i += 1) cells[i] = (cells[i] ?? 0) * 1e-140;
    exponent += 140;
  }
  return { cells, exponent };
}

function power(base: Matrix, exponent: number, m: number): Matrix {
  if (exponent === 1) return base;
  const half = power(base, Math.floor(exponent / 2), m);
  const square = multiply(half, half, m);
  return exponent % 2 === 0 ? square : multiply(square, base, m);
}

/** P(D < d) for n rows by Durbin's matrix. Marsaglia, Tsang and Wang 2003. */
export function kolmogorovCdfDurbin(n: number, d: number): number {
  const k = Math.floor(n * d) + 1;
  const m = 2 * k - 1;
  const h = k - n * d;
  const cells = new Float64Array(m * m);
  for (let i = 0; i < m; i += 1) for (let j = 0; j < m; j += 1) cells[i * m + j] = i - j + 1 < 0 ? 0 : 1;
  for (let i = 0; i < m; i += 1) {
    cells[i * m] = (cells[i * m] ?? 0) - h ** (i + 1);
    cells[(m - 1) * m + i] = (cells[(m - 1) * m + i] ?? 0) - h ** (m - i);
  }
  cells[(m - 1) * m] = (cells[(m - 1) * m] ?? 0) + (2 * h > 1 ? (2 * h - 1) ** m : 0);
  for (let i = 0; i < m; i += 1) {
    for (let j = 0; j < m; j += 1) {
      for (let g = 1; g <= i - j + 1; g += 1) cells[i * m + j] = (cells[i * m + j] ?? 0) / g;
    }
  }
  const result = power({ cells, exponent: 0 }, n, m);
  let value = result.cells[(k - 1) * m + k - 1] ?? 0;
  let exponent = result.exponent;
  for (let i = 1; i <= n; i += 1) {
    value = (value * i) / n;
    if (value < 1e-140) {
      value *= 1e140;
      exponent -= 140;
    }
  }
  return value * 10 ** exponent;
}

/** P(D < d) for many rows: the limit with three correction terms. Pelz and Good 1976. */
export function kolmogorovCdfPelzGood(n: number, d: number): number {
  const z = Math.sqrt(n) * d;
  const zz = z * z;
  const pi2 = Math.PI ** 2;
  const root = Math.sqrt(2 * Math.PI);
  const last = Math.ceil((16 * z) / Math.PI);
  const sums = [0, 0, 0, 0];
  for (let k = last; k >= 1; k -= 1) {
    const mm = (2 * k - 1) ** 2;
    const q = Math.exp((-pi2 * mm) / (8 * zz));
    const terms = [
      1,
      -zz + (pi2 / 4) * mm,
      6 * z ** 6 + 2 * z ** 4 + ((2 * z ** 4 - 5 * zz) * pi2 * mm) / 4 + (pi2 ** 2 * (1 - 2 * zz) * mm ** 2) / 16,
      -30 * z ** 6 -
        90 * z ** 8 +
        (pi2 * (135 * z ** 4 - 96 * z ** 6) * mm) / 4 +
        (pi2 ** 2 * (-60 * zz + 212 * z ** 4) * mm ** 2) / 16 +
        (pi2 ** 3 * (5 - 30 * zz) * mm ** 3) / 64,
    ];
    terms.forEach((term, index) => {
      sums[index] = (sums[index] ?? 0) + term * q;
    });
  }
  let second = 0;
  let third = 0;
  for (let k = last; k >= 1; k -= 1) {
    const q = k * k * Math.exp((-pi2 * k * k) / (2 * zz));
    second += q;
    third += (3 * zz - pi2 * k * k) * q;
  }
  const [k0 = 0, k1 = 0, k2 = 0, k3 = 0] = sums;
  return (
    (root * k0) / z +
    (root * k1) / (6 * z ** 4) / Math.sqrt(n) +
    ((root * k2) / (72 * z ** 7) - (pi2 * root * second) / (36 * z ** 3)) / n +
    ((root * k3) / (6480 * z ** 10) + (pi2 * root * third) / (216 * z ** 6)) / n ** 1.5
  );
}

/** P(D >= d) for the two-sided one-sample Kolmogorov-Smirnov statistic of `n` rows. Chooses as Simard and L'Ecuyer 2011. */
export function kolmogorovUpperTail(n: number, d: number): number {
  if (n < 1 || n * d <= 0.5) return 1;
  if (d >= 1) return 0;
  if (n * d * d > 18) return 0;
  if (d >= 0.5 || n * d * d > 4) return Math.min(1, 2 * smirnovUpperTail(n, d));
  const small = n <= 140 || (n <= 100_000 && n * d ** 1.5 <= 1.4);
  const cdf = small ? kolmogorovCdfDurbin(n, d) : kolmogorovCdfPelzGood(n, d);
  return Math.min(1, Math.max(0, 1 - cdf));
}
