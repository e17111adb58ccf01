import fc from "fast-check";
import { expect, test } from "vitest";
import { keepRecent } from "./keep-recent";

test("the one unused for longest goes when there are too many", () => {
  const kept = keepRecent<number>(2);
  kept.put("a", 1);
  kept.put("b", 2);
  expect(kept.get("a")).toBe(1);
  kept.put("c", 3);
  expect([kept.get("a"), kept.get("b"), kept.get("c")]).toEqual([1, undefined, 3]);
});

test("never answers with anything but what was kept under the key, and never keeps more than it may", () => {
  const step = fc.record({ key: fc.constantFrom("a", "b", "c", "d", "e"), put: fc.option(fc.nat()) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 4 }), (steps, most) => {
      const kept = keepRecent<number>(most);
      const last = new Map<string, number>();
      for (const { key, put } of steps) {
        if (put !== null) last.set(key, kept.put(key, put));
        else expect([undefined, last.get(key)]).toContain(kept.get(key));
      }
      const present = ["a", "b", "c", "d", "e"].filter((key) => kept.get(key) !== undefined);
      expect(present.length).toBeLessThanOrEqual(most);
    }),
  );
});
