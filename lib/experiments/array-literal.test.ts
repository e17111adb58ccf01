import fc from "fast-check";
import { expect, it } from "vitest";
import { testDb } from "@/db/testing";
import { arrayLiteral } from "./array-literal";

const { sql } = await testDb();

it("reads back as the values that were written, whatever the text", async () => {
  const text = fc.string({ unit: "binary" }).filter((s) => s.isWellFormed() && !s.includes("\0"));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(text)), async (values) => {
      const [row] = await sql`select to_jsonb(${arrayLiteral(values)}::text::text[]) as found`;
      expect(row?.found).toEqual(values);
    }),
    { numRuns: 50 },
  );
  const numbers = [0.1, -0, 1e300, 5e-324, null, Number.NaN, Infinity];
  const [row] =
    await sql`select (${arrayLiteral(numbers)}::text::float8[])[6] as nan, array_to_json(${arrayLiteral(numbers.slice(0, 5))}::text::float8[]) as found, ${arrayLiteral([true, false])}::text::bool[] as bools`;
  expect(row?.found).toEqual([0.1, 0, 1e300, 5e-324, null]);
  expect(row?.nan).toBeNaN();
  expect(row?.bools).toEqual([true, false]);
});
