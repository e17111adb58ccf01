import { Readable } from "node:stream";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { confusionOf, packPredictions, unpackColumns, unpackRowIds, unpackScores } from "./prediction-set";
import { readPredictions } from "./read-predictions";

const read = (text: string) => readPredictions(Readable.from([Buffer.from(text)]));

const rows = fc.uniqueArray(
  fc.record({
    id: fc.string({ minLength: 1, maxLength: 8 }).filter((id) => !/\p{Cc}/u.test(id)),
    label: fc.constantFrom(0, 1),
    score: fc.float({ min: 0, max: 1, noNaN: true }),
    sex: fc.constantFrom("F", "M"),
    shop: fc.integer({ min: 0, max: 900 }).map(String),
  }),
  { minLength: 1, maxLength: 60, selector: (row) => row.id },
);
type Row = { id: string; label: number; score: number; sex: string; shop: string };
const table = (list: readonly Row[]) => ({
  rowIds: list.map((r) => r.id),
  labels: list.map((r) => r.label),
  scores: list.map((r) => r.score),
  columns: [
    { name: "sex", values: list.map((r) => r.sex) },
    { name: "shop", values: list.map((r) => r.shop) },
  ],
});

describe("packed predictions", () => {
  it("give back what went in, whatever the order of the file", () => {
    fc.assert(
      fc.property(rows, fc.infiniteStream(fc.nat()), (list, random) => {
        const packed = packPredictions(table(list));
        const shuffled = list
          .map((row) => ({ row, at: random.next().value ?? 0 }))
          .toSorted((a, b) => a.at - b.at)
          .map(({ row }) => row);
        expect(packPredictions(table(shuffled))).toEqual(packed);
        const ids = unpackRowIds(packed.rows.rowIds);
        const scores = unpackScores(packed.scores);
        const [sex, shop] = unpackColumns(packed.rows.columns, packed.rows.codes, packed.rows.n);
        for (const row of list) {
          const at = ids.indexOf(row.id);
          expect(scores[at]).toBe(row.score);
          expect(packed.rows.labels[at]).toBe(row.label);
          expect(sex?.values[sex.codes[at] ?? -1]).toBe(row.sex);
          expect(shop?.values[shop.codes[at] ?? -1]).toBe(row.shop);
        }
      }),
    );
  });

  it("number more than 256 values with two bytes", () => {
    const list = Array.from({ length: 300 }, (_, i) => ({
      id: `r${i}`,
      label: i % 2,
      score: 0.5,
      sex: "F",
      shop: `s${i}`,
    }));
    const { rows: packed } = packPredictions(table(list));
    expect(packed.columns.map((c) => c.width)).toEqual([1, 2]);
    const [, shop] = unpackColumns(packed.columns, packed.codes, 300);
    expect(new Set(shop?.codes).size).toBe(300);
  });

  it("select a score that equals the threshold, also where float32 rounds it down", () => {
    expect(confusionOf(Uint8Array.of(1, 0, 1, 0), Float32Array.of(0.39, 0.39, 0.38, 0.38), 0.39)).toEqual({
      tp: 1,
      fp: 1,
      fn: 1,
      tn: 1,
    });
  });
});

describe("a predictions file", () => {
  it.each([
    ["without a score column", "row_id,y,sex\na,1,F", "score", /header has no column score/],
    ["with a label that is a word", "row_id,y,score\na,yes,0.5", "y", /line 2: must be 0 or 1, but is "yes"/],
    ["with a score above 1", "row_id,y,score\na,1,0.5\nb,0,1.5", "score", /line 3: must be a number from 0 to 1/],
    ["with NaN for a score", "row_id,y,score\na,1,NaN", "score", /but is "NaN"/],
    ["with a row twice", "row_id,y,score\na,1,0.5\na,0,0.5", "row_id", /"a" comes twice/],
    ["with a row too short", "row_id,y,score\na,1", "file", /not readable CSV/],
    ["without rows", "row_id,y,score\n", "file", /has no rows/],
    ["that is empty", "", "file", /has no rows/],
    ["that is not text", "\u0000\u0001", "row_id", /header has no column row_id/],
  ])("%s is refused with the column", async (_name, text, field, message) => {
    await expect(read(text)).rejects.toMatchObject({ field, message: expect.stringMatching(message) });
  });

  it("may have a byte order mark, CRLF, quoted values and columns in any order", async () => {
    const found = await read('\ufeffscore,shop,y,row_id\r\n0.25,"a, ""b""",1,r1\r\n');
    expect(found).toEqual({
      rowIds: ["r1"],
      labels: [1],
      scores: [0.25],
      columns: [{ name: "shop", values: ['a, "b"'] }],
    });
  });
});
