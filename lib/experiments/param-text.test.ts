import fc from "fast-check";
import { expect, it, test } from "vitest";
import { paramOfText, textOfParam } from "./param-text";

test.each([
  ["0.1", 0.1],
  ["12", 12],
  ["-3.25", -3.25],
  ["0.10", "0.10"],
  ["007", "007"],
  ["-0", "-0"],
  ["1e5", "1e5"],
  ["", ""],
  ["True", "True"],
  ["12345678901234567890", "12345678901234567890"],
  ["nan", "nan"],
])("the text %s is kept as %s", (text, value) => {
  expect(paramOfText(text)).toBe(value);
});

it("gives back every text as it was sent", () => {
  const numeric = fc.oneof(
    fc.double().map(String),
    fc.integer().map(String),
    fc.stringMatching(/^-?\d{1,4}(\.\d{1,4})?$/),
  );
  fc.assert(fc.property(fc.oneof(fc.string(), numeric), (text) => textOfParam(paramOfText(text)) === text));
});
