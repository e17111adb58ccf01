import { describe, expect, it } from "vitest";
import { z } from "zod";
import { complain } from "./complaints";
import * as field from "./fields";

const read = (schema: z.ZodType, value: unknown): unknown => {
  const parsed = z.object({ it: schema }).safeParse(value === undefined ? {} : { it: value }, { reportInput: true });
  return parsed.success ? parsed.data.it : complain(parsed.error);
};
const docs = " See the API docs for more information about request parameters.";
const missing = `Missing value for required parameter 'it'.${docs}`;
const wrong = (quoted: string, type: string) =>
  `Invalid value ${quoted} for parameter 'it' supplied:  Hint: Value was of type '${type}'.${docs}`;

describe("fields of the wire", () => {
  it.each<[string, z.ZodType, unknown, unknown]>([
    ["text", field.requiredText, "a", "a"],
    ["a text that is not there", field.requiredText, undefined, missing],
    ["an empty text that must be there", field.requiredText, "", missing],
    ["an empty text that may be", field.text, "", ""],
    ["a number for a text", field.requiredText, 123, wrong("123", "int")],
    ["an id as a number", field.requiredId, 7, "7"],
    ["int64 as a number", field.int64, 5, 5],
    ["int64 as a text", field.int64, "5", 5],
    ["int64 as 1.0", field.int64, "1.0", 1],
    ["negative zero as int64", field.int64, -0, 0],
    ["a fraction for int64", field.int64, 1.5, wrong("1.5", "float")],
    ["int64 beyond what is exact", field.int64, "9007199254740993", wrong('"9007199254740993"', "str")],
    ["a boolean for int64", field.int64, true, wrong("true", "bool")],
    ["int64 that is not there", field.int64, undefined, missing],
    ["a double", field.double, 1.5, 1.5],
    ["NaN", field.double, "NaN", Number.NaN],
    ["minus infinity", field.double, "-Infinity", Number.NEGATIVE_INFINITY],
    ["a double as a text", field.double, "1e-3", 0.001],
    ["letters for a double", field.double, "abc", wrong('"abc"', "str")],
    ["a boolean for a double", field.double, false, wrong("false", "bool")],
    ["a list for a double", field.double, [1], wrong("[1]", "list")],
    ["a boolean by name", field.bool, "true", true],
    ["a boolean in capitals", field.bool, "False", false],
    ["another word for a boolean", field.bool, "yes", wrong('"yes"', "str")],
    ["an enum by name", field.viewType, "ALL", "ALL"],
    ["an enum by number", field.viewType, 2, "DELETED_ONLY"],
    ["an unknown enum", field.viewType, "SOME", wrong('"SOME"', "str")],
    ["a list that is not there", field.list(field.text), undefined, []],
    ["a text for a list", field.list(field.text), "a", wrong('"a"', "str")],
    ["letters beyond ASCII, escaped", field.int64, "é", wrong('"\\u00e9"', "str")],
  ])("reads %s", (_, schema, value, expected) => {
    expect(read(schema, value)).toEqual(expected);
  });

  it("names the place inside a list", () => {
    const schema = z.object({ metrics: field.list(z.object({ key: field.requiredText, value: field.double })) });
    const parsed = schema.safeParse({ metrics: [{ key: "a", value: 1 }, { value: 1 }] }, { reportInput: true });
    expect(parsed.error && complain(parsed.error)).toBe(
      `Missing value for required parameter 'metrics[1].key'.${docs}`,
    );
  });

  it("takes no longer over a text made to slow it down", () => {
    expect(read(field.double, `${"1".repeat(2_000_000)}x`)).toMatch(/^Invalid value/);
    expect(read(field.int64, `${"0".repeat(2_000_000)}x`)).toMatch(/^Invalid value/);
  });

  it("repeats no more than a piece of a huge value", () => {
    expect(String(read(field.int64, "x".repeat(1_000_000))).length).toBeLessThan(800);
  });
});
