import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { namesTag, rangeHolds, readRange } from "./byte-range";

describe("a Range header", () => {
  it.each([
    ["bytes=0-0", { start: 0, end: 0 }],
    ["bytes=2-5", { start: 2, end: 5 }],
    ["bytes=2-", { start: 2, end: 9 }],
    ["bytes=2-99999", { start: 2, end: 9 }],
    ["bytes=-3", { start: 7, end: 9 }],
    ["bytes=-99", { start: 0, end: 9 }],
    ["Bytes=1-2", { start: 1, end: 2 }],
    ["bytes=10-", "unsatisfiable"],
    ["bytes=10-12", "unsatisfiable"],
    ["bytes=-0", "unsatisfiable"],
    [null, null],
    ["", null],
    ["bytes=5-2", null],
    ["bytes=0-1,3-4", null],
    ["bytes=-", null],
    ["bytes=a-b", null],
    ["bytes=0x1-2", null],
    ["items=0-1", null],
    [`bytes=0-${"9".repeat(400)}`, null],
  ])("%j of ten bytes is %j", (header, expected) => {
    expect(readRange(header, 10)).toEqual(expected);
  });

  it("of an empty file cannot be met", () => {
    expect([readRange("bytes=0-", 0), readRange("bytes=-1", 0)]).toEqual(["unsatisfiable", "unsatisfiable"]);
  });

  it("never leads outside the file", () => {
    const header = fc.oneof(
      fc.string(),
      fc.tuple(fc.nat(), fc.nat()).map(([a, b]) => `bytes=${a}-${b}`),
      fc.nat().map((n) => `bytes=${n}-`),
      fc.nat().map((n) => `bytes=-${n}`),
    );
    fc.assert(
      fc.property(header, fc.nat(), (text, size) => {
        const range = readRange(text, size);
        if (range === null || range === "unsatisfiable") return;
        expect(range.start).toBeGreaterThanOrEqual(0);
        expect(range.start).toBeLessThanOrEqual(range.end);
        expect(range.end).toBeLessThan(size);
      }),
    );
  });
});

it.each([
  ['"a"', true],
  ['W/"a"', true],
  ['"b", "a"', true],
  ["*", true],
  ['"b"', false],
  [null, false],
])("If-None-Match %s names the tag: %s", (header, expected) => {
  expect(namesTag(header, '"a"')).toBe(expected);
});

it.each([
  [null, true],
  ['"a"', true],
  ['"b"', false],
  ['W/"a"', false],
  ["Thu, 26 Nov 2026 10:00:00 GMT", false],
])("If-Range %s lets a part be sent: %s", (header, expected) => {
  expect(rangeHolds(header, '"a"')).toBe(expected);
});
