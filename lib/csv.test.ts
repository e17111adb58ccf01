import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { csvLine } from "./csv";

test.each([
  [["a", 1, -0.5, true, null, undefined], "a,1,-0.5,true,,\r\n"],
  [['say "hi"', "a,b", "two\nlines"], '"say ""hi""","a,b","two\nlines"\r\n'],
  [["=SUM(A1)", "+1", "-x", "@cmd"], "'=SUM(A1),'+1,'-x,'@cmd\r\n"],
  [[new Date("2026-11-23T14:20:05Z"), Number.NaN], "2026-11-23T14:20:05.000Z,NaN\r\n"],
])("%o", (cells, line) => {
  expect(csvLine(cells)).toBe(line);
});

test("what is written is read back, whatever the text", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.string({ unit: "grapheme" }).filter((text) => !/^[=+\-@\t\r]/u.test(text)),
        { minLength: 2 },
      ),
      (cells) => {
        expect(parse(csvLine(cells), { record_delimiter: "\r\n" })).toEqual([cells]);
      },
    ),
  );
});
