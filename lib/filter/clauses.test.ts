import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maxClauses, parseClauses } from "./clauses";
import { FilterError } from "./filter-error";
import { parseOrderBy } from "./order-by";
import { tokenize } from "./tokens";

const one = (filter: string) => parseClauses(filter)[0];

describe("a filter", () => {
  it.each([
    ["metrics.a > 1", "metrics", "a", ">", { kind: "number", text: "1", value: "1" }],
    ["metrics.`a b` <= -1e-3", "metrics", "a b", "<=", { kind: "number", text: "-1e-3", value: "-1e-3" }],
    ["tags.mlflow.source.name = 'x'", "tags", "mlflow.source.name", "=", { kind: "text", text: "'x'", value: "x" }],
    ["params.x = 'it''s'", "params", "x", "=", { kind: "text", text: "'it''s'", value: "it's" }],
    ["params.x = 'it\\'s'", "params", "x", "=", { kind: "text", text: "'it\\'s'", value: "it's" }],
    ['params."a""b" like "%"', "params", 'a"b', "LIKE", { kind: "text", text: '"%"', value: "%" }],
    [
      "run_id not  in ('a', \"b\",)",
      null,
      "run_id",
      "NOT IN",
      { kind: "list", text: "('a', \"b\",)", items: ["a", "b"] },
    ],
    ["tags.a is  not  null", "tags", "a", "IS NOT NULL", null],
  ])("reads %s", (filter, entity, key, comparator, value) => {
    expect(one(filter)).toMatchObject({ identifier: { entity, key }, comparator, value });
  });

  it.each([
    ["a OR b", "Invalid clause(s) in filter string: 'a'"],
    ["metrics.a > 1 OR metrics.b > 2", "Invalid clause(s) in filter string: 'OR'"],
    ["metrics.a > + 1 AND x", "Invalid clause(s) in filter string: 'metrics.a', '>', '+', '1'"],
    ["(metrics.a > 1)", "Invalid clause(s) in filter string: '(metrics.a > 1)'"],
    ["1 > metrics.a", "Invalid comparison clause. Expected 'Identifier' found '1'"],
    ["metrics.a > 1; drop table runs", "Search filter contained multiple expression"],
    ["run_id IN ()", "but got empty list"],
    ["run_id IN ('a', 1)", "got different type in list: 1"],
    ["run_id IN ('a' 'b')", "but got ill-formed list"],
    ["   ", "Could not be parsed"],
    ["metrics.a > 1\0", "null character"],
    [Array.from({ length: maxClauses + 1 }, () => "metrics.a > 1").join(" AND "), "too many comparisons"],
  ])("refuses %.60s", (filter, message) => {
    expect(() => parseClauses(filter)).toThrow(FilterError);
    expect(() => parseClauses(filter)).toThrow(message);
  });

  it("reads a list of ten thousand ids, and texts that never end, in one pass", () => {
    const ids = Array.from({ length: 10_000 }, (_, i) => `r${i}`);
    const value = one(`run_id IN (${ids.map((id) => `'${id}'`).join(", ")})`)?.value;
    expect(value).toMatchObject({ items: ids });
    for (const hostile of ["'".repeat(1_000_001), '"\\'.repeat(500_000), "(".repeat(500_000), "a.".repeat(500_000)])
      expect(() => parseClauses(hostile)).toThrow(FilterError);
  });

  it("throws nothing but a FilterError, whatever is sent", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "metrics.",
        "params",
        ".",
        "`",
        "'",
        '"',
        "(",
        ")",
        ",",
        " AND ",
        " IN ",
        " NOT ",
        " IS NULL",
        "=",
        "LIKE",
        "1",
        "-",
        "\\",
      ),
      fc.string({ unit: "binary", maxLength: 4 }),
    );
    const filters = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(piece, { maxLength: 12 }).map((all) => all.join("")),
    );
    const check = (read: () => unknown) => {
      try {
        read();
      } catch (error) {
        expect(error).toBeInstanceOf(FilterError);
      }
    };
    fc.assert(
      fc.property(filters, (filter) => {
        check(() => parseClauses(filter));
        check(() => parseOrderBy(filter));
      }),
      { numRuns: 2000 },
    );
  });

  it("gives every text back that is put in quotes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const plain = text.replaceAll(/[\0\\]/g, "");
        expect(one(`params.x = '${plain.replaceAll("'", "''")}'`)?.value).toMatchObject({ value: plain });
      }),
    );
  });

  it("loses no character but white space", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(
          tokenize(text)
            .map((token) => token.text)
            .join("")
            .replaceAll(/\s/gu, ""),
        ).toBe(text.replaceAll(/\s/gu, ""));
      }),
    );
  });
});
