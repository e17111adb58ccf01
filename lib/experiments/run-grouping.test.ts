import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRunFilter } from "./run-filter";
import {
  groupCondition,
  groupingLabel,
  groupingName,
  parseGrouping,
  parseOpenGroups,
  type RunGrouping,
  toggleGroup,
} from "./run-grouping";
import { parseRunView } from "./run-view";

describe("what runs are grouped by", () => {
  it.each([
    ["status", { by: "status" }],
    ["param:optimizer", { by: "param", key: "optimizer" }],
    ["tag:a:b", { by: "tag", key: "a:b" }],
    ["", null],
    ["param:", null],
    ["metric:roc_auc", null],
    [`param:${"x".repeat(251)}`, null],
    ["param:\0", null],
  ])("reads %s", (text, grouping) => {
    expect(parseGrouping(text)).toEqual(grouping);
  });

  it("names and labels what it reads", () => {
    const key = fc.string({ minLength: 1, maxLength: 250 }).filter((text) => !text.includes("\0"));
    fc.assert(
      fc.property(fc.constantFrom("param" as const, "tag" as const), key, (by, name) => {
        expect(parseGrouping(groupingName({ by, key: name }))).toEqual({ by, key: name });
      }),
    );
    expect(groupingLabel({ by: "owner" })).toBe("Owner");
  });

  it.each<[RunGrouping, string | null, string | null]>([
    [{ by: "status" }, "FAILED", "status = FAILED"],
    [{ by: "owner" }, "Ada, the 1st", 'owner = "Ada, the 1st"'],
    [{ by: "owner" }, null, null],
    [{ by: "param", key: "a b" }, "it's", "params.`a b` = 'it''s'"],
    [{ by: "tag", key: "team" }, null, "tags.team IS NULL"],
  ])("says %j of %s as a filter that can be read", (grouping, value, condition) => {
    expect(groupCondition(grouping, value)).toBe(condition);
    if (condition) expect(parseRunFilter(condition)).toMatchObject({ problems: [], terms: [{}] });
  });
});

describe("pins in the address", () => {
  it("are ids, each once, at most twenty; others are dropped", () => {
    expect(parseRunView({ pins: "a,b,a,<x>,,c" }, null).pins).toEqual(["a", "b", "c"]);
    const many = Array.from({ length: 30 }, (_, i) => `r${i}`).join(",");
    expect(parseRunView({ pins: many }, null).pins).toHaveLength(20);
    expect(parseRunView({}, null).pins).toEqual([]);
  });
});

describe("groups that stand open", () => {
  it.each([
    ["", []],
    ["nonsense", []],
    ["{}", []],
    ['["a", null, 5, "a", "b\\u0000"]', ["a", null]],
    [JSON.stringify(["x".repeat(7000)]), []],
  ])("reads %s", (text, open) => {
    expect(parseOpenGroups(text)).toEqual(open);
  });

  it("holds what the address says after one was opened or closed, whatever the values", () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.string().filter((text) => !text.includes("\0"))), { maxLength: 12 }),
        fc.option(fc.string().filter((text) => !text.includes("\0"))),
        (values, value) => {
          const open = [...new Set(values)];
          const next = parseOpenGroups(toggleGroup(open, value) ?? "");
          expect(next).toEqual(open.includes(value) ? open.filter((one) => one !== value) : [...open, value]);
        },
      ),
    );
  });

  it("makes room for one more by closing the one opened first", () => {
    const open = Array.from({ length: 20 }, (_, i) => String(i));
    expect(parseOpenGroups(toggleGroup(open, "new") ?? "")).toEqual([...open.slice(1), "new"]);
    expect(toggleGroup(["a"], "a")).toBeNull();
  });
});
