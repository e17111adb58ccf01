import fc from "fast-check";
import { expect, it } from "vitest";
import { allowedFailures, lockedUntil } from "./lockout";

const now = new Date("2026-03-01T12:00:00Z");
const minutes = (failures: number) => (Number(lockedUntil(failures, now)) - now.getTime()) / 60_000;

it("locks from the fifth failure for 1, 2, 4, 8, then 15 minutes", () => {
  expect(lockedUntil(allowedFailures - 1, now)).toBeNull();
  expect([5, 6, 7, 8, 9, 10, 1_000_000].map(minutes)).toEqual([1, 2, 4, 8, 15, 15, 15]);
});

it("never waits less after more failures", () => {
  fc.assert(fc.property(fc.integer({ min: 5, max: 500 }), (n) => minutes(n + 1) >= minutes(n)));
});
