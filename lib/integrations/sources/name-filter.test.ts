import fc from "fast-check";
import { expect, it } from "vitest";
import { isWanted } from "./name-filter";
import { pauseAfter, readRefusal } from "./source-error";

it.each([
  ["credit", [], true],
  ["credit", ["credit"], true],
  ["credit-2", ["credit"], false],
  ["credit-2", ["fraud", "credit*"], true],
  ["old/credit", ["*/credit"], true],
  ["a.c", ["a.c"], true],
  ["abc", ["a.c*"], false],
  ["line\nbreak", ["line*"], true],
  ["Credit", ["credit"], false],
])("an experiment %j among %j is taken: %s", (name, listed, wanted) => {
  expect(isWanted(name, listed)).toBe(wanted);
});

it("finds any name by itself and by its start, whatever characters it has", () => {
  const name = fc.string({ unit: "grapheme", minLength: 1 });
  fc.assert(
    fc.property(name, (text) => {
      expect(isWanted(text, [text])).toBe(true);
      if (!text.includes("*")) expect(isWanted(`${text} and more`, [`${text}*`])).toBe(true);
    }),
  );
});

it.each([
  [401, null, "credentials"],
  [403, { error_code: "PERMISSION_DENIED" }, "credentials"],
  [302, null, "redirected"],
  [404, null, "not_mlflow"],
  [200, null, "not_mlflow"],
  [404, { error_code: "RESOURCE_DOES_NOT_EXIST" }, "rejected"],
  [400, { error_code: "<b>" }, "not_mlflow"],
  [503, null, "failing"],
  [429, { error_code: "REQUEST_LIMIT_EXCEEDED" }, "busy"],
])("an answer %i %j means %s", (status, body, problem) => {
  expect(readRefusal(status, body)).toMatchObject({ problem });
});

it("is tried again after one minute, two, four, and at most an hour", () => {
  expect([1, 2, 3, 7, 50].map((n) => pauseAfter(n) / 60_000)).toEqual([1, 2, 4, 60, 60]);
});
