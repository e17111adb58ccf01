import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import canonicalize from "canonicalize";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { filesBelow, runVectorFile } from "@/lib/vectors/run-vectors";
import { CanonicalJsonError, canonicalBytes, canonicalDigest, canonicalJson } from "./canonical-json";

const deep = (levels: number): unknown => {
  let value: unknown = 1;
  for (let i = 0; i < levels; i += 1) value = [value];
  return value;
};

describe("canonicalJson", () => {
  test.each([
    [{ b: 1, a: [true, null, "ö"] }, '{"a":[true,null,"ö"],"b":1}'],
    [{ "\u20ac": 1, "\r": 2, "\ufb33": 3, "\ud83d\ude00": 4 }, '{"\\r":2,"\u20ac":1,"\ud83d\ude00":4,"\ufb33":3}'],
    [[-0, 1e21, 1e-7, 0.1 + 0.2, 5e-324], "[0,1e+21,1e-7,0.30000000000000004,5e-324]"],
    ["e\u0301", '"e\u0301"'],
  ])("writes %j as %s", (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  test.each([
    [{ a: { b: Number.NaN } }, "a.b"],
    [{ a: [0, Number.POSITIVE_INFINITY] }, "a[1]"],
    [{ a: undefined }, "a"],
    [{ a: 1n }, "a"],
    [{ a: new Date(0) }, "a"],
    [{ a: new Map() }, "a"],
    [{ a: () => 1 }, "a"],
    [{ a: "\ud800" }, "a"],
    [{ "\udc00": 1 }, "\udc00"],
    [[undefined], "[0]"],
  ])("refuses %o and names %s", (value, path) => {
    expect(() => canonicalJson(value)).toThrow(CanonicalJsonError);
    expect(() => canonicalJson(value)).toThrow(expect.objectContaining({ path }));
  });

  test("refuses nesting that would exhaust the stack", () => {
    expect(canonicalJson(deep(90))).toContain("[[[1]]]");
    expect(() => canonicalJson(deep(1_000_000))).toThrow(/nested deeper/);
  });

  test("refuses more bytes than asked for, counting UTF-8", () => {
    expect(canonicalBytes("ö", 4)).toHaveLength(4);
    expect(() => canonicalBytes("ö", 3)).toThrow(/4 bytes; at most 3/);
  });

  test("writes what the reference implementation writes", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const normal = JSON.parse(JSON.stringify(value)) as unknown;
        expect(canonicalJson(normal)).toBe(canonicalize(normal));
      }),
    );
  });

  test("reads back as the same value and does not depend on key order", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const normal = JSON.parse(JSON.stringify(value)) as unknown;
        const text = canonicalJson(normal);
        expect(JSON.parse(text)).toEqual(normal);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        if (normal !== null && typeof normal === "object" && !Array.isArray(normal)) {
          expect(canonicalDigest(Object.fromEntries(Object.entries(normal).reverse()))).toBe(canonicalDigest(normal));
        }
      }),
    );
  });
});

const folder = fileURLToPath(new URL("../../../shared/vectors/jcs", import.meta.url));
const present = existsSync(folder);
if (!present) {
  if (process.env.CI === "true") throw new Error(`The RFC 8785 vectors are missing: expected them in ${folder}`);
  console.warn(`SKIPPED: no official RFC 8785 vectors in ${folder}`);
}

describe.skipIf(!present)("official vectors of RFC 8785", () => {
  test("all 18 files pass", () => {
    const reports = [...filesBelow(folder)].map(runVectorFile).filter((report) => report.kind === "vectors");
    expect(reports).toHaveLength(18);
    expect(reports.flatMap((report) => report.misses)).toEqual([]);
  });
});
