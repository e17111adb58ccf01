import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boxesBy, boxOf, paretoFront } from "./plot-rules";

const at = (x: number | null, y: number | null) => ({ x, y });

describe("the Pareto front", () => {
  it("holds what nothing beats, by the direction of each metric", () => {
    const runs = [at(1, 1), at(2, 3), at(3, 2), at(2, 2), at(null, 9)];
    expect(paretoFront(runs, "higher", "higher")).toEqual([1, 2]);
    expect(paretoFront(runs, "lower", "higher")).toEqual([0, 1]);
    expect(paretoFront(runs, "none", "higher")).toEqual([]);
  });

  it("keeps equals, and leaves out only what something on it beats", () => {
    expect(paretoFront([at(1, 1), at(1, 1)], "higher", "lower")).toEqual([0, 1]);
    const place = fc.record({ x: fc.integer({ min: 0, max: 9 }), y: fc.integer({ min: 0, max: 9 }) });
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 30 }), (runs) => {
        const front = paretoFront(runs, "higher", "lower");
        expect(front.length).toBeGreaterThan(0);
        runs.forEach((run, index) => {
          const isBeaten = front.some((other) => {
            const best = runs[other];
            return best && best.x >= run.x && best.y <= run.y && (best.x > run.x || best.y < run.y);
          });
          expect(front.includes(index)).toBe(!isBeaten);
        });
      }),
    );
  });
});

describe("boxes", () => {
  it("have the quartiles between order statistics", () => {
    expect(boxOf([4, 1, 3, 2])).toEqual({
      n: 4,
      low: 1,
      q1: 1.75,
      median: 2.5,
      q3: 3.25,
      high: 4,
      mean: 2.5,
      sd: Math.sqrt(5 / 3),
    });
    expect(boxOf([7])).toMatchObject({ n: 1, q1: 7, median: 7, sd: null });
    expect(boxOf([Number.NaN])).toBeNull();
  });

  it("are made per group, numbers in their order, runs without a value left out", () => {
    const boxes = boxesBy([1, 2, null, 4, 5], ["10", "9", "9", null, "10"]);
    expect(boxes.map(({ group, members }) => [group, members])).toEqual([
      ["9", [1]],
      ["10", [0, 4]],
      ["not set", [3]],
    ]);
  });
});
