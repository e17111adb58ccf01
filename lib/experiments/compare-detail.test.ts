import { expect, it } from "vitest";
import { detailRange } from "./compare-detail";

it.each([
  [0, 3, [0, 1, 2]],
  [5, 3, [0, 1, 2]],
  [0, 99, [0, 1, 2, 3, 4, 5, 6, 7]],
  [96, 99, [96, 97, 98]],
  [99, 99, [96, 97, 98]],
  [50, 16, [8, 9, 10, 11, 12, 13, 14, 15]],
])("from candidate %i of %i on are shown in detail: %j", (detail, count, shown) => {
  expect(detailRange({ detail }, count)).toEqual(shown);
});
