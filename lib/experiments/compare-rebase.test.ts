import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rebaseView } from "./compare-rebase";
import { type CompareState, parseCompare } from "./compare-url";

const base = parseCompare({ runs: "a,b,c", metric: "recall" });
const view = fc
  .record({
    runs: fc.subarray(["a", "b", "c", "d", "e"]),
    metric: fc.constantFrom("recall", "fpr"),
    slice: fc.constantFrom(null, { dimension: "sex", value: "Female" }),
    logScale: fc.boolean(),
    axes: fc.subarray(["p.lr", "m.recall"]),
    configTo: fc.constantFrom(null, "b", "c"),
  })
  .map((change): CompareState => ({ ...base, ...change }));

describe("rebaseView", () => {
  it("is the choice itself where nothing else was chosen, and nothing where nothing was", () => {
    fc.assert(
      fc.property(view, view, (from, to) => {
        expect(rebaseView(from, to, from)).toEqual(to);
        expect(rebaseView(from, from, to)).toEqual(to);
      }),
    );
  });

  it("keeps what others changed and takes over what the choice changes", () => {
    fc.assert(
      fc.property(view, view, view, (from, to, newest) => {
        const made = rebaseView(from, to, newest);
        for (const key of ["metric", "slice", "logScale", "axes", "configTo"] as const) {
          const wanted = JSON.stringify(from[key]) === JSON.stringify(to[key]) ? newest[key] : to[key];
          expect(made[key]).toEqual(wanted);
        }
        expect(new Set(made.runs)).toEqual(
          new Set([
            ...newest.runs.filter((id) => !from.runs.includes(id) || to.runs.includes(id)),
            ...to.runs.filter((id) => !from.runs.includes(id)),
          ]),
        );
      }),
    );
  });

  it("takes a run away from a list that another was added to a moment ago", () => {
    const added = { ...base, runs: ["a", "b", "c", "d"] };
    expect(rebaseView(base, { ...base, runs: ["a", "c"] }, added).runs).toEqual(["a", "c", "d"]);
    expect(rebaseView(base, { ...base, runs: ["a", "b", "c", "e"] }, added).runs).toEqual(["a", "b", "c", "d", "e"]);
  });
});
