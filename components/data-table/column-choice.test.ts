import { expect, test } from "vitest";
import { cleanChoice, moveEntry, searchColumns } from "./column-choice";

const options = [
  { id: "m1", label: "ROC AUC", group: "Metrics" },
  { id: "m2", label: "Recall", group: "Metrics" },
  { id: "p1", label: "C", group: "Parameters" },
];

test("search finds by every word in label or group", () => {
  expect(searchColumns(options, "metr rec").map((option) => option.id)).toEqual(["m2"]);
  expect(searchColumns(options, "  ")).toHaveLength(3);
  expect(searchColumns(options, "zzz")).toEqual([]);
});

test("an entry moves one step and stops at the ends", () => {
  expect(moveEntry(["a", "b", "c"], "b", -1)).toEqual(["b", "a", "c"]);
  expect(moveEntry(["a", "b", "c"], "c", 1)).toEqual(["a", "b", "c"]);
  expect(moveEntry(["a"], "zzz", 1)).toEqual(["a"]);
});

test("unknown and repeated columns are dropped, and no more than the limit kept", () => {
  expect(cleanChoice(["p1", "m1", "p1", "zzz", "m2"], options, 2)).toEqual(["p1", "m1"]);
});
