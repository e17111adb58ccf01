import fc from "fast-check";
import { expect, it } from "vitest";
import { nextRows, overscan, type RowWindow, seenRows } from "./row-window";

const rowHeight = 25;
const view = fc.record({ count: fc.nat(500), top: fc.integer({ min: -100, max: 15_000 }), height: fc.nat(1500) });
const drawnRows = fc
  .tuple(fc.nat(600), fc.nat(120))
  .map(([first, length]): RowWindow => ({ first, end: first + length }));
const made = (next: RowWindow, drawn: RowWindow) =>
  next.end - next.first - Math.max(0, Math.min(next.end, drawn.end) - Math.max(next.first, drawn.first));

it("sees the rows that the box shows, and no more than there are", () => {
  expect(seenRows({ top: 0, height: 100, rowHeight, count: 50 })).toEqual({ first: 0, end: 4 });
  expect(seenRows({ top: 110, height: 100, rowHeight, count: 50 })).toEqual({ first: 4, end: 12 });
  expect(seenRows({ top: -56, height: 100, rowHeight, count: 50 })).toEqual({ first: 0, end: 4 });
  expect(seenRows({ top: 9000, height: 100, rowHeight, count: 50 })).toEqual({ first: 48, end: 50 });
  expect(seenRows({ top: 0, height: 0, rowHeight, count: 0 })).toEqual({ first: 0, end: 0 });
});

it("makes no more rows at once than allowed, and has after some steps all in view and those around them", () => {
  fc.assert(
    fc.property(view, drawnRows, fc.integer({ min: 1, max: 20 }), ({ count, top, height }, before, most) => {
      const seen = seenRows({ top, height, rowHeight, count });
      let drawn = before;
      for (let steps = 0; ; steps++) {
        const next = nextRows(drawn, seen, count, most);
        if (next.first === drawn.first && next.end === drawn.end) break;
        expect(made(next, drawn)).toBeLessThanOrEqual(most);
        expect(next.first).toBeGreaterThanOrEqual(0);
        expect(next.end).toBeLessThanOrEqual(count);
        expect(steps).toBeLessThan(120);
        drawn = next;
      }
      expect(drawn.first).toBe(Math.max(0, seen.first - overscan));
      expect(drawn.end).toBe(Math.min(count, seen.end + overscan));
    }),
  );
});

it("makes those in view first, downwards as upwards", () => {
  const down = nextRows({ first: 0, end: 40 }, { first: 40, end: 70 }, 500, 12);
  expect(down).toEqual({ first: 28, end: 52 });
  const up = nextRows({ first: 100, end: 160 }, { first: 80, end: 110 }, 500, 12);
  expect(up).toEqual({ first: 88, end: 122 });
});

it("drops what is no longer wanted even while nothing may be made", () => {
  expect(nextRows({ first: 0, end: 60 }, { first: 40, end: 70 }, 500, 0)).toEqual({ first: 28, end: 60 });
  expect(nextRows({ first: 0, end: 20 }, { first: 200, end: 230 }, 500, 0)).toEqual({ first: 200, end: 200 });
});
