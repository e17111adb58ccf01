import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareQuery, parseCompare, viewQuery } from "./compare-url";
import { changedRuns, parseView, saveComparisonInput, whyNotSaved } from "./comparison";
import { comparisonDigest } from "./comparison-digest";

const runs = [
  { id: "a", digest: "sha256:1" },
  { id: "b", digest: null },
];
const present = (...entries: [string, string | null][]) =>
  new Map(entries.map(([id, digest]) => [id, { name: `run ${id}`, digest }]));

describe("the view of a saved comparison", () => {
  it("reads back as the view it was written from, repeated parameters included", () => {
    const id = fc.stringMatching(/^[\w.:@-]{1,20}$/);
    fc.assert(
      fc.property(
        fc.uniqueArray(id, { minLength: 2, maxLength: 8 }),
        fc.uniqueArray(fc.stringMatching(/^[\w ]{1,8}~\d~\d$/), { maxLength: 3 }),
        fc.option(id),
        (ids, brushes, saved) => {
          const state = { ...parseCompare({ runs: ids.join(",") }), brushes, saved };
          const query = viewQuery(state);
          expect(parseView(query)).toEqual({ ...state, saved: null });
          expect(viewQuery(parseView(query))).toBe(query);
          expect(viewQuery(parseView(compareQuery(state)))).toBe(query);
        },
      ),
    );
  });

  it.each([
    ["", /two runs or more/],
    ["runs=a", /two runs or more/],
    ["runs=a,a", /two runs or more/],
    [`runs=${Array.from({ length: 101 }, (_, i) => i).join(",")}`, /at most 100 runs; this has 101/],
  ])("%s is refused", (query, why) => {
    expect(whyNotSaved(parseView(query))).toMatch(why);
  });

  it("takes names in any script on one line, and says what is wrong with one", () => {
    const read = (name: unknown) => saveComparisonInput.safeParse({ name, query: "runs=a,b" });
    expect(read("  نموذج\n 🚀 \u0000").data?.name).toBe("نموذج 🚀");
    expect(read(" ").error?.issues[0]).toMatchObject({ path: ["name"], message: "Give the comparison a name" });
    expect(read("x".repeat(121)).error?.issues[0]?.message).toMatch(/at most 120/);
    expect(read(undefined).error?.issues[0]?.message).toBe("Give the comparison a name");
  });
});

describe("what became of its runs", () => {
  it("is nothing while every content is as it was", () => {
    expect(changedRuns(runs, present(["a", "sha256:1"], ["b", null]))).toEqual([]);
  });

  it("names those that changed, settled or are gone", () => {
    expect(changedRuns(runs, present(["a", "sha256:2"], ["b", "sha256:3"]))).toEqual([
      { id: "a", name: "run a", how: "changed" },
      { id: "b", name: "run b", how: "settled" },
    ]);
    expect(changedRuns(runs, present(["b", null]))).toEqual([{ id: "a", name: null, how: "gone" }]);
    expect(changedRuns(runs, present(["a", null], ["b", null]))).toMatchObject([{ how: "changed" }]);
  });

  it("moves the digest, as the view and the order of the runs do", () => {
    const digest = comparisonDigest("runs=a,b", runs);
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(comparisonDigest("runs=a,b&metric=f1", runs)).not.toBe(digest);
    expect(comparisonDigest("runs=a,b", runs.toReversed())).not.toBe(digest);
    expect(comparisonDigest("runs=a,b", [...runs.slice(0, 1), { id: "b", digest: "sha256:3" }])).not.toBe(digest);
    const named = runs.map((run) => ({ ...run, name: "renamed" }));
    expect(comparisonDigest("runs=a,b", named)).toBe(digest);
  });
});
