import { expect, test } from "vitest";
import { curveAxis } from "./curve-axis";

const curve = (...places: [step: number, at: number][]) => [{ points: places.map(([step, at]) => ({ step, at })) }];

test.each([
  ["steps when asked for", curve([0, 1_000], [1, 2_000]), "step", { kind: "step", label: "step", hasOther: true }, 1],
  ["time when asked for", curve([0, 1_000], [1, 2_000]), "time", { kind: "time", label: "seconds", hasOther: true }, 1],
  ["time when all points have one step", curve([0, 1_000], [0, 4_000]), "step", { kind: "time", hasOther: false }, 3],
  ["steps when no time is on record", curve([0, 0], [5, 0]), "time", { kind: "step", hasOther: false }, 5],
  ["minutes of a longer run", curve([0, 1], [9, 600_001]), "time", { label: "minutes" }, 10],
  ["days of a very long one", curve([0, 1], [9, 864_000_001]), "time", { label: "days" }, 10],
] as const)("curves are drawn over %s", (_, curves, asked, expected, last) => {
  const axis = curveAxis(curves, asked);
  expect(axis).toMatchObject(expected);
  expect(axis.x(curves[0]?.points.at(-1) ?? { step: 0, at: 0 })).toBe(last);
});
