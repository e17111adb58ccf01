import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formatBytes,
  formatCount,
  formatInterval,
  formatList,
  formatNumber,
  formatPercent,
  formatProbability,
  formatRatio,
  formatSigned,
  plural,
  readDelta,
  shortDigest,
} from "./format";

describe("formatNumber", () => {
  test.each([
    [0.90512, { digits: 4 }, "0.9051"],
    [16281, {}, "16,281"],
    [-0.223, { digits: 3 }, "−0.223"],
    [8.65, { digits: 2, unit: "ms" }, "8.65\u202fms"],
    [0.123456, {}, "0.1235"],
    [1234.567, {}, "1,234.6"],
    [0.0000123, {}, "1.230e−5"],
    [1e20, {}, "1.000e+20"],
    [0, {}, "0"],
    [null, {}, "—"],
    [undefined, {}, "—"],
    [Number.NaN, { digits: 3 }, "NaN"],
    [Number.POSITIVE_INFINITY, {}, "∞"],
    [Number.NEGATIVE_INFINITY, {}, "−∞"],
  ])("%s with %o is %s", (value, style, text) => {
    expect(formatNumber(value, style)).toBe(text);
  });

  test("never shows a hyphen as a minus, whatever the number", () => {
    fc.assert(fc.property(fc.double(), (value) => !formatNumber(value).includes("-")));
  });
});

describe("formatSigned", () => {
  test.each([
    [0.0046, 4, "+0.0046"],
    [-0.223, 3, "−0.223"],
    [0.00001, 3, "0.000"],
    [-0.00001, 3, "0.000"],
    [0, 2, "0.00"],
    [Number.NaN, 2, "NaN"],
    [Number.POSITIVE_INFINITY, 2, "+∞"],
  ])("%s with %s digits is %s", (value, digits, text) => {
    expect(formatSigned(value, { digits })).toBe(text);
  });
});

describe("formatProbability", () => {
  test.each([
    [0.0000001, "< 0.001"],
    [0, "< 0.001"],
    [0.0065, "0.0065"],
    [0.04966, "0.0497"],
    [0.0501, "0.0501"],
    [0.05, "0.050"],
    [0.068, "0.068"],
    [0.246, "0.25"],
    [1, "1.00"],
    [null, "—"],
    [Number.NaN, "NaN"],
  ])("%s is %s", (value, text) => {
    expect(formatProbability(value)).toBe(text);
  });

  test("rounding never moves a value onto the 0.05 line or over it", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 0.0999, noNaN: true }), (value) => {
        const shown = Number(formatProbability(value));
        return Math.sign(shown - 0.05) === Math.sign(value - 0.05) || Math.abs(value - 0.05) < 1e-6;
      }),
    );
  });
});

test("counts, shares, intervals, ratios, sizes and digests", () => {
  expect(formatCount(16281)).toBe("16,281");
  expect(formatPercent(0.25)).toBe("25\u202f%");
  expect(formatPercent(0.2544, 1)).toBe("25.4\u202f%");
  expect(formatInterval(0.92371, 0.93214)).toBe("0.9237 – 0.9321");
  expect(formatInterval(null, 1)).toBe("no interval");
  expect(formatRatio(1.0699)).toBe("×\u202f1.07");
  expect([formatBytes(54), formatBytes(214186), formatBytes(999_999), formatBytes(null)]).toEqual([
    "54\u202fB",
    "214.2\u202fkB",
    "1.0\u202fMB",
    "—",
  ]);
  expect(shortDigest("sha256:609de863a8a7b0fe")).toBe("609de863a8a7…");
  expect(shortDigest("abc")).toBe("abc");
});

test("words agree with their count", () => {
  expect([plural(1, "run"), plural(2, "run"), plural(0, "policy", "policies")]).toEqual([
    "1 run",
    "2 runs",
    "0 policies",
  ]);
  expect(formatList(["a", "b", "c"])).toBe("a, b and c");
});

describe("readDelta", () => {
  test.each([
    [0.1, "higher", true, "↑", "better", "pass"],
    [-0.1, "higher", true, "↓", "worse", "fail"],
    [-0.1, "lower", true, "↓", "better", "pass"],
    [0.1, "lower", true, "↑", "worse", "fail"],
    [0.1, "none", true, "↑", "higher", "neutral"],
    [0.1, "higher", false, "≈", "unclear", "neutral"],
    [0, "higher", true, "≈", "equal", "neutral"],
    [Number.NaN, "higher", true, "≈", "not a number", "neutral"],
  ] as const)("%s, better %s, clear %s", (value, better, clear, arrow, word, tone) => {
    expect(readDelta(value, better, clear)).toEqual({ arrow, word, tone });
  });
});
