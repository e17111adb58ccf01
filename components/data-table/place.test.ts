import { expect, test } from "vitest";
import { readPlace, withPlace } from "./place";

test.each([
  [null],
  [undefined],
  ["x"],
  [{}],
  [{ place: 5 }],
  [{ place: { top: 1 } }],
  [{ place: { top: "1", rows: 2 } }],
])("%o holds no place", (state) => {
  expect(readPlace(state)).toBeNull();
});

test("the top of a list and what is no number are no place to go back to", () => {
  expect(readPlace({ place: { top: 0, rows: 50 } })).toBeNull();
  expect(readPlace({ place: { top: Number.NaN, rows: 50 } })).toBeNull();
});

test("a place is read as it was put into a state, and the router's entries stay", () => {
  const state = withPlace({ __NA: true, tree: ["a"] }, { top: 1200, rows: 250 });
  expect(state).toMatchObject({ __NA: true, tree: ["a"] });
  expect(readPlace(structuredClone(state))).toEqual({ top: 1200, rows: 250 });
  expect(readPlace(withPlace(null, { top: 3, rows: 4 }))).toEqual({ top: 3, rows: 4 });
});
