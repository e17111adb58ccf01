import { expect, it } from "vitest";
import { tagGroups } from "./tag-groups";

it("groups by tags that differ, in order, and leaves out equal and long ones", () => {
  const runs: Record<string, string>[] = [
    { team: "risk", stage: "a", same: "x", history: "y".repeat(300) },
    { team: "ops", same: "x" },
  ];
  expect(tagGroups(runs)).toEqual([
    { key: "stage", values: ["a", null] },
    { key: "team", values: ["risk", "ops"] },
  ]);
  expect(tagGroups([])).toEqual([]);
  expect(tagGroups([{}, JSON.parse('{"__proto__": "a"}')])).toEqual([{ key: "__proto__", values: [null, "a"] }]);
});
