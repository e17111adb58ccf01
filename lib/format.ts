const minus = "\u2212";
const thin = "\u202f";

export type NumberStyle = { digits?: number; unit?: string };

/** A figure with grouped thousands, fixed digits and its unit. Missing is an em dash; NaN and infinities say so. */
export function formatNumber(value: number | null | undefined, { digits, unit }: NumberStyle = {}): string {
  if (value === null || value === undefined) return "—";
  return withUnit(plainNumber(value, digits), unit);
}

/** A whole count: 16,281. */
export function formatCount(value: number | null | undefined): string {
  return formatNumber(value, { digits: 0 });
}

/** A change with its sign; a change that rounds to zero has none. */
export function formatSigned(value: number | null | undefined, { digits, unit }: NumberStyle = {}): string {
  if (value === null || value === undefined) return "—";
  const text = plainNumber(value, digits);
  const isZero = !/[1-9∞]/u.test(text);
  const signed = Number.isNaN(value) ? text : isZero ? text.replace(minus, "") : value > 0 ? `+${text}` : text;
  return withUnit(signed, unit);
}

/** A share in percent, from a fraction: 0.25 is "25 %". */
export function formatPercent(fraction: number | null | undefined, digits = 0): string {
  return formatNumber(fraction === null || fraction === undefined ? fraction : fraction * 100, {
    digits,
    unit: "%",
  });
}

/** A confidence interval: "0.9237 – 0.9321". */
export function formatInterval(low: number | null, high: number | null, digits = 4): string {
  if (low === null || high === null) return "no interval";
  return `${plainNumber(low, digits)} – ${plainNumber(high, digits)}`;
}

/** A ratio: "× 1.07". */
export function formatRatio(value: number | null | undefined, digits = 2): string {
  if (value === null || value === undefined) return "—";
  return `×${thin}${plainNumber(value, digits)}`;
}

/** A p or q value with two significant digits; never rounded across 0.05, never below "< 0.001". */
export function formatProbability(value: number | null | undefined): string {
  if (value === null || value === undefined) return "—";
  if (Number.isNaN(value)) return "NaN";
  if (value < 0.001) return "< 0.001";
  if (value >= 0.1) return value.toFixed(2);
  for (let digits = 2; digits <= 6; digits += 1) {
    const text = value.toPrecision(digits);
    if (value === 0.05 || Number(text) !== 0.05) return text;
  }
  return String(value);
}

/** A size in decimal units: "214.2 kB". */
export function formatBytes(bytes: number | null | undefined): string {
  if (bytes === null || bytes === undefined) return "—";
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let step = 0;
  while (Math.abs(value) >= 999.95 && step < units.length - 1) {
    value /= 1000;
    step += 1;
  }
  return formatNumber(value, { digits: step === 0 ? 0 : 1, unit: units[step] });
}

/** The start of a digest or id, without an algorithm prefix, with an ellipsis when cut. */
export function shortDigest(value: string, length = 12): string {
  const hex = value.replace(/^[a-z0-9]+:/iu, "");
  return hex.length > length ? `${hex.slice(0, length)}…` : hex;
}

/** "1 run", "2 runs", "16,281 runs". Give the plural when it is not the singular plus s. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

const conjunction = new Intl.ListFormat("en-GB", { type: "conjunction" });

/** "a", "a and b", "a, b and c". */
export function formatList(parts: readonly string[]): string {
  return conjunction.format(parts);
}

export type Better = "higher" | "lower" | "none";
export type DeltaReading = { arrow: "↑" | "↓" | "≈"; word: string; tone: "pass" | "fail" | "neutral" };

/** What a change means: arrow for its sign, word for its worth. `isClear` false is "unclear"; without a direction it is only higher or lower. */
export function readDelta(value: number, better: Better, isClear = true): DeltaReading {
  if (Number.isNaN(value)) return { arrow: "≈", word: "not a number", tone: "neutral" };
  if (value === 0) return { arrow: "≈", word: "equal", tone: "neutral" };
  if (!isClear) return { arrow: "≈", word: "unclear", tone: "neutral" };
  const arrow = value > 0 ? "↑" : "↓";
  if (better === "none") return { arrow, word: value > 0 ? "higher" : "lower", tone: "neutral" };
  return value > 0 === (better === "higher")
    ? { arrow, word: "better", tone: "pass" }
    : { arrow, word: "worse", tone: "fail" };
}

// Making a formatter costs fifty times what using it does.
const formatters = new Map<string, Intl.NumberFormat>();
function grouped(value: number, minimumFractionDigits: number, maximumFractionDigits: number): string {
  const key = `${minimumFractionDigits}-${maximumFractionDigits}`;
  const formatter =
    formatters.get(key) ?? new Intl.NumberFormat("en-US", { minimumFractionDigits, maximumFractionDigits });
  formatters.set(key, formatter);
  return formatter.format(value).replace("-", minus);
}

function plainNumber(value: number, digits?: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : `${minus}∞`;
  if (digits === undefined) return generalNumber(value);
  return grouped(value, digits, digits);
}

/** Without a wish for digits: integers whole, others with four significant digits, extremes in scientific form. */
function generalNumber(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e15 || size < 1e-4)) return value.toExponential(3).replaceAll("-", minus);
  if (Number.isInteger(value)) return grouped(value, 0, 0);
  const digits = size >= 1000 ? 1 : size >= 1 ? 3 : 4;
  return grouped(value, 0, digits);
}

function withUnit(text: string, unit?: string): string {
  return unit ? `${text}${thin}${unit}` : text;
}
