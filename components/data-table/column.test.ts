import { describe, expect, test } from "vitest";
import { layOutRow, pinOffsets } from "./column";

const columns = [
  { id: "name", pinned: true, width: 200 },
  { id: "status", pinned: true, width: 80 },
  { id: "a" },
  { id: "b" },
];

describe("pinOffsets", () => {
  test("each pinned column starts where those before it end", () => {
    const { offsets, last } = pinOffsets(columns, true);
    expect([...offsets]).toEqual([
      ["name", 36],
      ["status", 236],
    ]);
    expect(last).toBe("status");
  });

  test("nothing is pinned without pinned columns", () => {
    expect(pinOffsets([{ id: "a" }], false)).toEqual({ offsets: new Map(), last: null });
  });
});

describe("layOutRow", () => {
  const content = "error";

  test("a span takes the place of its columns", () => {
    const parts = layOutRow(columns, { from: "status", to: "a", content });
    expect(parts.map((part) => ("span" in part ? part.columns : part.column.id))).toEqual(["name", 2, "b"]);
  });

  test("a span whose ends are hidden or reversed is left out", () => {
    expect(layOutRow(columns, { from: "zzz", to: "a", content })).toHaveLength(4);
    expect(layOutRow(columns, { from: "b", to: "a", content })).toHaveLength(4);
    expect(layOutRow(columns, null)).toHaveLength(4);
  });
});
