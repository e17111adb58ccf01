import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseClauses } from "@/lib/filter/clauses";
import { filterTyping, writtenKey, writtenText } from "./filter-suggestion";

describe("what is being typed in a filter", () => {
  it.each([
    ["", { expects: "key", entity: null, typed: "" }],
    ["acc", { expects: "key", entity: null, typed: "acc" }],
    ["metrics.", { expects: "key", entity: "metric", typed: "" }],
    ["params.lea", { expects: "key", entity: "param", typed: "lea" }],
    ["metrics.acc ", { expects: "comparator", entity: "metrics", key: "acc", typed: "" }],
    ["metrics.val.acc ", { expects: "comparator", entity: "metrics", key: "val.acc", typed: "" }],
    ["params.`a b` li", { expects: "comparator", entity: "params", key: "a b", typed: "li" }],
    ["params.model = ", { expects: "value", entity: "param", key: "model", typed: "" }],
    ["params.model = log", { expects: "value", entity: "param", key: "model", typed: "log" }],
    ["params.model LIKE 'lo'", { expects: "value", entity: "param", key: "model", typed: "lo" }],
    ["status = FA", { expects: "value", entity: null, key: "status", typed: "FA" }],
    ["metrics.acc > 1 and sta", { expects: "key", entity: null, typed: "sta" }],
  ])("reads %j", (text, typing) => {
    expect(filterTyping(text, text.length)).toMatchObject(typing);
  });

  it("looks only at what is before the cursor, and replaces just that", () => {
    expect(filterTyping("metrics.ac > 1", 10)).toEqual({
      expects: "key",
      entity: "metric",
      typed: "ac",
      from: 8,
      to: 10,
    });
  });

  it("never throws, and never points outside the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.nat(40), (text, at) => {
        const typing = filterTyping(text, at);
        expect(typing.from).toBeLessThanOrEqual(typing.to);
        expect(typing.to).toBeLessThanOrEqual(at);
      }),
    );
  });

  it("writes keys and texts so that they are read back", () => {
    const text = fc.string({ unit: "grapheme", minLength: 1 }).filter((t) => !/[\0\\]/.test(t));
    const nearName = fc.string({
      unit: fc.constantFrom("a", "e", "_", ".", "0", "5", "-", "`", "é", "AND"),
      minLength: 1,
    });
    fc.assert(
      fc.property(fc.oneof(text, nearName), text, (key, value) => {
        const [clause] = parseClauses(`params.${writtenKey(key)} = ${writtenText(value)}`);
        expect(clause).toMatchObject({ identifier: { key }, value: { value } });
      }),
    );
  });
});
