import { expect, test } from "vitest";
import { initialsOf } from "./initials";

test.each([
  ["Ines Okafor", "IO"],
  ["Marta", "M"],
  ["ana maria lópez", "AL"],
  ["  ", "?"],
  ["👩‍🔬 Curie", "👩‍🔬C"],
  ["עדי כהן", "עכ"],
])("%s has the initials %s", (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});
