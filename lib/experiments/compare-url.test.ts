import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { baselineFirst, type CompareState, compareHref, parseCompare, plotKinds } from "./compare-url";

const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }).filter((value) => value.isWellFormed());
const state: fc.Arbitrary<CompareState> = fc.record({
  runs: fc.uniqueArray(
    text.map((id) => id.replace(/[,\s]/gu, "x")),
    { maxLength: 5 },
  ),
  baseline: fc.constant(null),
  metric: text,
  slice: fc.option(
    fc.record({
      dimension: text.map((name) => name.replaceAll("=", "_")),
      value: fc.string({ maxLength: 8 }).filter((v) => v.isWellFormed()),
    }),
  ),
  dimension: fc.option(text),
  allParams: fc.boolean(),
  curve: fc.option(text),
  x: fc.oneof(fc.constantFrom("step", "relative", "time"), fc.stringMatching(/^metric:[a-z/]+$/)),
  logScale: fc.boolean(),
  plot: fc.constantFrom(...plotKinds),
  plotX: fc.option(text),
  plotY: fc.option(text),
  groupBy: fc.option(text),
  brushes: fc.constantFrom([], ["lr~0.1~0.2"]),
  axes: fc.constantFrom([], ["m.roc auc"]),
  configFrom: fc.option(text),
  configTo: fc.option(text),
  wholeConfig: fc.boolean(),
  configFile: fc.option(text.map((path) => `a.${path}`)),
  saved: fc.option(fc.stringMatching(/^[\w-]+$/)),
  detail: fc.integer({ min: 0, max: 99 }),
  smoothing: fc.integer({ min: 0, max: 99 }).map((weight) => weight / 100),
  range: fc.option(fc.tuple(fc.integer(), fc.nat()).map(([from, more]) => `${from}:${from + more + 1}`)),
});

describe("the address of a comparison", () => {
  it("keeps all view state", () => {
    fc.assert(
      fc.property(state, (before) => {
        const url = new URL(compareHref("a b/c", before), "http://x");
        expect(parseCompare(Object.fromEntries(url.searchParams))).toEqual(before);
      }),
    );
  });

  it("drops duplicates and blanks, and takes repeated parameters", () => {
    expect(parseCompare({ runs: ["a,b,,a", "c"], baseline: "b" })).toMatchObject({
      runs: ["a", "b", "c"],
      baseline: "b",
      metric: "recall",
    });
  });

  it("splits a slice at the first = only", () => {
    expect(parseCompare({ slice: "label=a=b" }).slice).toEqual({ dimension: "label", value: "a=b" });
    expect(parseCompare({ slice: "=b" }).slice).toBeNull();
    expect(parseCompare({ slice: "sex" }).slice).toBeNull();
  });

  it("puts the baseline first, and falls back to the first run", () => {
    const runs = [{ id: "a" }, { id: "b" }, { id: "c" }];
    expect(baselineFirst(runs, "b").map((run) => run.id)).toEqual(["b", "a", "c"]);
    expect(baselineFirst(runs, "gone").map((run) => run.id)).toEqual(["a", "b", "c"]);
    expect(baselineFirst([], null)).toEqual([]);
  });
});
