import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatToken, hashToken, isWellFormedToken, tokenEntropyBytes, tokenPattern } from "./tokens";

const entropy = fc.uint8Array({ minLength: tokenEntropyBytes, maxLength: tokenEntropyBytes, max: 247 });

describe("API token format", () => {
  it("is found by the scan pattern, passes its own checksum, and any other character breaks it", () => {
    fc.assert(
      fc.property(entropy, fc.nat(35), fc.constantFrom(..."0Az9"), (random, at, other) => {
        const token = formatToken(random);
        expect(tokenPattern.exec(`key=${token};`)?.[0]).toBe(token);
        expect(isWellFormedToken(token)).toBe(true);
        const i = "cs_pat_".length + at;
        if (token[i] !== other) expect(isWellFormedToken(token.slice(0, i) + other + token.slice(i + 1))).toBe(false);
      }),
    );
  });

  it("matches a fixed vector: CRC-32 of the 30 characters in base62", () => {
    expect(formatToken(new Uint8Array(tokenEntropyBytes))).toBe(`cs_pat_${"0".repeat(30)}2C8GjS`);
  });

  it.each([
    "",
    "cs_pat_",
    "cs_pat_short",
    ` ${formatToken(new Uint8Array(64))}`,
    `${formatToken(new Uint8Array(64))}0`,
  ])("refuses %j", (text) => {
    expect(isWellFormedToken(text)).toBe(false);
  });

  it("refuses too little randomness and biased bytes are skipped", () => {
    expect(() => formatToken(new Uint8Array(10))).toThrow(RangeError);
    expect(() => formatToken(new Uint8Array(64).fill(255))).toThrow(RangeError);
  });

  it("is stored as SHA-256", () => {
    expect(hashToken("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });
});
