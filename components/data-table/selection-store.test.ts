import { describe, expect, test, vi } from "vitest";
import { createSelectionStore, rangeBetween } from "./selection-store";

describe("createSelectionStore", () => {
  test("toggles, keeps the order of choice and tells its listeners", () => {
    const onChange = vi.fn();
    const store = createSelectionStore(["a"], 3, onChange);
    const listener = vi.fn();
    const stop = store.subscribe(listener);
    store.toggle("c");
    store.toggle("b");
    store.toggle("a");
    expect([...store.get()]).toEqual(["c", "b"]);
    expect(onChange).toHaveBeenLastCalledWith(["c", "b"]);
    stop();
    store.clear();
    expect(listener).toHaveBeenCalledTimes(3);
    expect(store.get().size).toBe(0);
  });

  test("never holds more than the limit and says when something did not fit", () => {
    const store = createSelectionStore(["a", "b", "c", "d"], 3, () => undefined);
    expect([...store.get()]).toEqual(["a", "b", "c"]);
    expect(store.toggle("e")).toBe(false);
    expect(store.toggle("a")).toBe(true);
    expect(store.add(["x", "y"])).toBe(false);
    expect([...store.get()]).toEqual(["b", "c", "x"]);
  });
});

test("a range runs from one row to the other in either direction", () => {
  const order = ["a", "b", "c", "d"];
  expect(rangeBetween(order, "b", "d")).toEqual(["b", "c", "d"]);
  expect(rangeBetween(order, "d", "b")).toEqual(["b", "c", "d"]);
  expect(rangeBetween(order, null, "c")).toEqual(["c"]);
  expect(rangeBetween(order, "elsewhere", "c")).toEqual(["c"]);
});
