import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRunFilter, withoutTerm } from "./run-filter";

describe("the filter of a run table", () => {
  it.each([
    ["metrics.roc_auc > 0.92", { kind: "metric", key: "roc_auc", comparison: ">", value: 0.92 }],
    ["metrics.eval/f1.macro<=1e-3", { kind: "metric", key: "eval/f1.macro", comparison: "<=", value: 0.001 }],
    ["status = failed, KILLED", { kind: "status", not: false, statuses: ["FAILED", "KILLED"] }],
    ["params.C = 0.1", { kind: "param", key: "C", comparison: "=", value: "0.1" }],
    ['experiment = "a, b", c', { kind: "text", field: "experiment", comparison: "=", values: ["a, b", "c"] }],
    ["name ~ seed", { kind: "text", field: "name", comparison: "~", values: ["seed"] }],
    ["started >= 2026-09-01", { kind: "started", comparison: ">=", at: "2026-09-01T00:00:00.000Z" }],
    ["predictions = yes", { kind: "predictions", wanted: true }],
    ["boosted trees", { kind: "search", text: "boosted trees" }],
    ['"metrics.a > 1"', { kind: "search", text: "metrics.a > 1" }],
  ])("reads %s", (text, term) => {
    expect(parseRunFilter(text)).toEqual({ terms: [{ ...term, source: text }], problems: [] });
  });

  it.each([
    ["metrics.roc_auc > high", /needs a number/],
    ["metrics.roc_auc >", /compared with\?/],
    ["status = DONE", /DONE is no status; there are RUNNING/],
    ["colour = red", /no field colour/],
    ["started > yesterday", /needs a date/],
    ["name > b", /=, != or ~/],
    ["x".repeat(3000), /at most 2000/],
  ])("says what is wrong with %.40s", (text, message) => {
    const { terms, problems } = parseRunFilter(text);
    expect(terms).toEqual([]);
    expect(problems[0]?.message).toMatch(message);
  });

  it("joins terms by and, outside quotes, and takes one away", () => {
    const filter = parseRunFilter('name = "salt and pepper" AND metrics.a > 1 and oops = 1');
    expect(filter.terms.map((t) => t.source)).toEqual(['name = "salt and pepper"', "metrics.a > 1"]);
    expect(withoutTerm(filter, "metrics.a > 1")).toBe('name = "salt and pepper" and oops = 1');
  });

  it("never throws, whatever is typed", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: "binary" }), fc.stringMatching(/^[a-z.]{0,9}[<>=!~]{0,2}[ "a-z0-9,]{0,9}$/)),
        (text) => void parseRunFilter(text),
      ),
    );
  });
});
