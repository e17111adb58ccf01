import { describe, expect, test } from "vitest";
import { isSingleKey, keyName, matchShortcut } from "./shortcut-matching";

const press = (
  key: string,
  modifiers: Partial<Record<"ctrlKey" | "metaKey" | "altKey" | "shiftKey", boolean>> = {},
) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...modifiers,
});

describe("keyName", () => {
  test.each([
    [press("j"), "j"],
    [press("?", { shiftKey: true }), "?"],
    [press("k", { ctrlKey: true }), "mod+k"],
    [press("K", { metaKey: true }), "mod+k"],
    [press("Enter"), "Enter"],
    [press("ArrowDown", { shiftKey: true }), "shift+ArrowDown"],
    [press(" "), "Space"],
    [press("Shift", { shiftKey: true }), null],
    [press("Dead"), null],
  ])("%o is written %s", (event, name) => {
    expect(keyName(event)).toBe(name);
  });
});

describe("matchShortcut", () => {
  const shortcuts = [{ keys: "g e" }, { keys: "g a" }, { keys: "e" }];

  test("a started sequence waits for its next key", () => {
    expect(matchShortcut(["g"], shortcuts)).toBe("partial");
    expect(matchShortcut(["g", "e"], shortcuts)).toEqual({ keys: "g e" });
  });

  test("a key that completes nothing matches nothing", () => {
    expect(matchShortcut(["g", "z"], shortcuts)).toBeNull();
    expect(matchShortcut(["z"], shortcuts)).toBeNull();
  });

  test("the newest of two equal shortcuts wins", () => {
    const newest = { keys: "e", name: "newest" };
    expect(matchShortcut(["e"], [{ keys: "e", name: "old" }, newest])).toBe(newest);
  });
});

test("only shortcuts of plain characters count as single keys", () => {
  expect(["j", "?", "g e"].every(isSingleKey)).toBe(true);
  expect(["mod+k", "Enter", "shift+ArrowDown"].some(isSingleKey)).toBe(false);
});
