import { expect, test } from "vitest";
import {
  binomialCdf,
  chiSquareUpperTail,
  normalCdf,
  normalCritical,
  normalTwoSidedP,
  smirnovUpperTail,
} from "./distributions";

test("tails too small for a number are 0, not an error", () => {
  expect(normalCdf(-60)).toBe(0);
  expect(normalTwoSidedP(1e9)).toBe(0);
  expect(chiSquareUpperTail(5000, 1)).toBe(0);
  expect(binomialCdf(0, 100_000, 0.5)).toBe(0);
  expect(smirnovUpperTail(100_000, 0.9)).toBe(0);
});

test("known values", () => {
  expect(normalCritical(0.95)).toBe(1.959963984540054);
  expect(normalTwoSidedP(0)).toBe(1);
  expect(chiSquareUpperTail(3, 0)).toBe(1);
  expect(chiSquareUpperTail(3.841458820694124, 1)).toBeCloseTo(0.05, 12);
});
