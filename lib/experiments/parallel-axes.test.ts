import { describe, expect, it } from "vitest";
import { brushed, chosenAxes, formatBrush, movedBy, parallelAxis, parseBrushes } from "./parallel-axes";

it("places numbers by size and names in order; a run without a value has no place", () => {
  expect(parallelAxis("lr", "lr", ["0.1", "1e-1", "0.3", null, "0.2"]).places).toEqual([
    0,
    0,
    1,
    null,
    expect.closeTo(0.5),
  ]);
  expect(parallelAxis("opt", "opt", ["sgd", "adam", "lion"])).toMatchObject({
    places: [1, 0, 0.5],
    low: "adam",
    high: "sgd",
  });
  expect(parallelAxis("one", "one", ["5", "5"]).places).toEqual([0.5, 0.5]);
});

it("keeps the runs inside every brush, and ignores brushes of axes that are gone", () => {
  const axes = [parallelAxis("a", "a", ["0", "1", "2", null]), parallelAxis("b", "b", ["2", "1", "0", "0"])];
  expect(brushed(axes, [], 4)).toEqual([0, 1, 2, 3]);
  expect(brushed(axes, [{ id: "a", from: 0.4, to: 1 }], 4)).toEqual([1, 2]);
  expect(
    brushed(
      axes,
      [
        { id: "a", from: 0.4, to: 1 },
        { id: "b", from: 0, to: 0.1 },
      ],
      4,
    ),
  ).toEqual([2]);
  expect(brushed(axes, [{ id: "gone", from: 0, to: 0.1 }], 4)).toEqual([0, 1, 2, 3]);
});

it("reads brushes from the address, and drops what is none", () => {
  const brush = { id: "a~b", from: 0.25, to: 1 };
  expect(parseBrushes([formatBrush(brush), "a~1~0", "a~x~1", "a"])).toEqual([brush]);
});

describe("the axes that are drawn", () => {
  const [params, metrics] = [
    ["a", "b", "c", "d", "e", "f"],
    ["x", "y"],
  ];

  it("are the chosen ones in their order, without those that are not there", () => {
    expect(chosenAxes(["m.y", "p.f", "p.gone", "m.a"], params, metrics)).toEqual(["m.y", "p.f"]);
  });

  it("are the first parameters and metrics where none that is there was chosen", () => {
    expect(chosenAxes(["p.gone"], params, metrics)).toEqual(["p.a", "p.b", "p.c", "p.d", "p.e", "m.x", "m.y"]);
  });

  it("move among each other as far as they go", () => {
    expect(movedBy(["a", "b", "c"], "a", 1)).toEqual(["b", "a", "c"]);
    expect(movedBy(["a", "b", "c"], "a", -1)).toEqual(["a", "b", "c"]);
    expect(movedBy(["a", "b", "c"], "c", 5)).toEqual(["a", "b", "c"]);
    expect(movedBy(["a", "b", "c"], "z", 1)).toEqual(["a", "b", "c"]);
  });
});
