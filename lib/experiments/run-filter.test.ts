import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RunComparison } from "./run-comparison";
import { parseRunFilter, withoutTerm } from "./run-filter";

const comparison = (comparison: RunComparison) => ({ kind: "comparison", comparison });

describe("the filter of a run table", () => {
  it.each([
    ["metrics.roc_auc > 0.92", comparison({ on: "metric", key: "roc_auc", comparator: ">", value: 0.92 })],
    ["metrics.eval/f1.macro<=1e-3", comparison({ on: "metric", key: "eval/f1.macro", comparator: "<=", value: 0.001 })],
    ["status = failed, KILLED", { kind: "status", not: false, statuses: ["FAILED", "KILLED"] }],
    ["params.C = 0.1", { kind: "param", key: "C", comparator: "=", value: "0.1" }],
    ['experiment = "a, b", c', { kind: "text", field: "experiment", comparison: "=", values: ["a, b", "c"] }],
    ["name ~ seed", { kind: "text", field: "name", comparison: "~", values: ["seed"] }],
    ["started >= 2026-09-01", { kind: "started", comparator: ">=", at: "2026-09-01T00:00:00.000Z" }],
    ["params.C = '0.1'", comparison({ on: "param", key: "C", comparator: "=", value: "0.1" })],
    ["params.`a b` LIKE 'x%'", comparison({ on: "param", key: "a b", comparator: "LIKE", value: "x%" })],
    ["tags.team ~ 50%", comparison({ on: "tag", key: "team", comparator: "ILIKE", value: "%50\\%%" })],
    ["tags.team IS NULL", comparison({ on: "tag", key: "team", comparator: "IS NULL" })],
    ["status = 'FAILED'", comparison({ on: "attribute", key: "status", comparator: "=", value: "FAILED" })],
    ["run_id IN ('a', 'b')", comparison({ on: "attribute", key: "run_id", comparator: "IN", values: ["a", "b"] })],
    ["dataset.name != 'x'", comparison({ on: "dataset", key: "name", comparator: "!=", value: "x" })],
    ["start_time > 5", comparison({ on: "time", key: "start_time", comparator: ">", value: 5 })],
    ["name = 'it''s'", { kind: "text", field: "name", comparison: "=", values: ["it's"] }],
    ["fish like water", { kind: "search", text: "fish like water" }],
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
    ["params.C LIKE x", /not quoted/],
    ["metrics.a IS NULL", /only supported for tags and params/],
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
