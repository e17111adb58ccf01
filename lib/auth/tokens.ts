import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";

/** Finds our API tokens in text, for secret scanners. A match whose checksum fails is not a token. */
export const tokenPattern = /\bcs_pat_[0-9A-Za-z]{36}\b/;

const prefix = "cs_pat_";
const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const randomLength = 30;

const checksum = (body: string): string => {
  let value = crc32(body);
  let text = "";
  for (let i = 0; i < 6; i++) {
    text = digits.charAt(value % 62) + text;
    value = Math.floor(value / 62);
  }
  return text;
};

/** Random bytes that one token consumes; more than enough for 30 unbiased base62 characters (178 bits). */
export const tokenEntropyBytes = 64;

/** Formats a token: prefix, 30 base62 characters, 6 of CRC-32 in base62. `random` = 64 bytes from a CSPRNG. */
export function formatToken(random: Uint8Array): string {
  const kept = [...random].filter((byte) => byte < 248).slice(0, randomLength);
  if (kept.length < randomLength) throw new RangeError(`formatToken needs ${tokenEntropyBytes} random bytes`);
  const body = kept.map((byte) => digits.charAt(byte % 62)).join("");
  return `${prefix}${body}${checksum(body)}`;
}

const wholeToken = new RegExp(`^${tokenPattern.source}$`);

/** Whether a text is a token by form and checksum: rejects typing errors and false scanner hits without a look-up. */
export function isWellFormedToken(text: string): boolean {
  if (!wholeToken.test(text)) return false;
  const body = text.slice(prefix.length, -6);
  return text.slice(-6) === checksum(body);
}

/** SHA-256 in hex, the only thing stored. A plain hash is right for a 178-bit secret. */
export const hashToken = (token: string): string => createHash("sha256").update(token).digest("hex");
