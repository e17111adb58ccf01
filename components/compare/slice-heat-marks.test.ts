import fc from "fast-check";
import { expect, it } from "vitest";
import { cellAt, type HeatRow, heatMarks } from "./slice-heat-marks";

const grid = { left: 190, top: 112, width: 20, height: 16 };

const rows: HeatRow[] = [
  { label: "sex = Female", cells: [[-0.1, 0.1, "worse"], null] },
  {
    label: "sex = Male",
    cells: [
      [0.1, -0.1, "better"],
      [-0.1, 0.1, "unclear"],
    ],
  },
];

it("draws a path for each colour, a triangle for each clear change and a dash for what was not recorded", () => {
  const marks = heatMarks(rows, 0.1, grid);
  expect(marks.fills).toEqual([
    { tone: "fail", opacity: 0.8, d: "M190 112h19v15h-19zM210 128h19v15h-19z" },
    { tone: "pass", opacity: 0.8, d: "M190 128h19v15h-19z" },
  ]);
  expect(marks.clear).toBe("M196 117h7l-3.5 6zM196 139h7l-3.5 -6z");
  expect(marks.absent).toBe("M216 120h7");
});

it("fills every recorded cell once, where a pointer finds it", () => {
  const cell = fc.option(
    fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.constantFrom(-1, 0, 1), fc.constant("unclear" as const)),
  );
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 9 }), (cells) => {
      const drawn = heatMarks(
        cells.map((row, r) => ({ label: `${r}`, cells: row })),
        1,
        grid,
      ).fills.flatMap(({ d }) => [...d.matchAll(/M([\d.]+) ([\d.]+)/g)]);
      const places = drawn.map(([, x, y]) => cellAt(Number(x) + 1, Number(y) + 1, grid, cells.length, 3));
      const recorded = cells.flatMap((row, r) => row.flatMap((one, c) => (one ? [`${r} ${c}`] : [])));
      expect(places.map((place) => place?.join(" ")).sort()).toEqual(recorded.sort());
    }),
  );
  expect(cellAt(189, 120, grid, 2, 2)).toBeNull();
  expect(cellAt(231, 120, grid, 2, 2)).toBeNull();
});
