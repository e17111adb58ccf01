import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSearch } from "./search-terms";

describe("parseSearch", () => {
  it.each([
    ["P-214", { number: 214, kind: "promotion" }],
    ["r88", { number: 88, kind: "rollout" }],
    ["214", { number: 214, kind: null }],
    ["99999999999", { number: null }],
    ["6460091", { number: 6460091, hex: "6460091" }],
    ["sha256:AB12cd", { hex: "ab12cd" }],
    ["income-eligibility v3", { version: { name: "income-eligibility", number: 3 } }],
    ["income-eligibility/12", { version: { name: "income-eligibility", number: 12 } }],
    ["income eligibility version 2", { version: { name: "income eligibility", number: 2 } }],
    ["100%_\\", { contains: "%100\\%\\_\\\\%" }],
    ["  lr-v1  ", { text: "lr-v1", number: null, hex: null, version: null }],
  ])("reads %s", (query, expected) => {
    expect(parseSearch(query)).toMatchObject(expected);
  });

  it("takes anything without failing, and keeps it short", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (query) => {
        const terms = parseSearch(query);
        expect(terms.text.length).toBeLessThanOrEqual(200);
        expect(terms.text.includes("\0")).toBe(false);
      }),
    );
  });
});
