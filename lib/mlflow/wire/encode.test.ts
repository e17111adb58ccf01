import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encode } from "./encode";

describe("encode", () => {
  it.each([
    [{ value: Number.NaN }, '{"value":"NaN"}'],
    [{ value: Number.POSITIVE_INFINITY }, '{"value":"Infinity"}'],
    [{ value: Number.NEGATIVE_INFINITY }, '{"value":"-Infinity"}'],
    [{ step: 0, description: "", inputs: {} }, '{"step":0,"description":"","inputs":{}}'],
    [{ runs: [], next_page_token: undefined, end_time: null }, "{}"],
    [{ run: { data: { metrics: [] } } }, '{"run":{"data":{}}}'],
    [{ step: 9007199254740993n }, '{"step":9007199254740993}'],
    [{ at: new Date(5) }, '{"at":5}'],
    [{ files: [{ is_dir: false }, { is_dir: true }] }, '{"files":[{"is_dir":false},{"is_dir":true}]}'],
    [{}, "{}"],
  ])("writes %o as protobuf would", (value, expected) => {
    expect(encode(value)).toBe(expected);
  });

  it("keeps every text, number and key as JSON reads them", () => {
    const value = fc.dictionary(
      fc.string({ unit: "binary" }),
      fc.oneof(fc.string({ unit: "binary" }), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean()),
    );
    const check = (given: Record<string, unknown>) => {
      expect({ ...JSON.parse(encode(given)) }).toEqual({ ...given });
    };
    fc.assert(fc.property(value, check));
  });
});
