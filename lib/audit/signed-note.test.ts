import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatCheckpoint, openCheckpoint, parseCheckpoint, signCheckpoint } from "./checkpoint";
import { createSigner, NoteError, openNote, parseVkey, signNote } from "./signed-note";
import { testKey } from "./testing";

const origin = "countersign.test/log/1";
const signer = createSigner(origin, testKey());
const verifier = parseVkey(signer.vkey);
const root = Buffer.alloc(32, 7);
const note = signCheckpoint({ origin, size: 18_442n, root }, signer);

describe("the example of the C2SP signed-note specification", () => {
  const vkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  const text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
  const signed = `${text}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`;

  test("verifies", () => {
    expect(openNote(signed, [parseVkey(vkey)])).toMatchObject({ text, signedBy: [{ name: "PeterNeumann" }] });
  });
  test("is refused when its text changes", () => {
    expect(() => openNote(signed.replace("answer", "Answer"), [parseVkey(vkey)])).toThrow(
      /signature of PeterNeumann is wrong/,
    );
  });
});

describe("checkpoints", () => {
  test("are three lines: origin, size, root", () => {
    expect(formatCheckpoint({ origin, size: 0n, root })).toBe(`${origin}\n0\n${root.toString("base64")}\n`);
    expect(openCheckpoint(note, [verifier], origin)).toEqual({ origin, size: 18_442n, root });
  });

  test("any changed character is found out", () => {
    fc.assert(
      fc.property(fc.nat(note.length - 1), fc.constantFrom("A", "z", "0", "=", "\n", " "), (at, char) => {
        const changed = note.slice(0, at) + char + note.slice(at + 1);
        if (changed !== note) expect(() => openCheckpoint(changed, [verifier], origin)).toThrow(NoteError);
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    ["of another log", () => openCheckpoint(note, [verifier], "countersign.test/log/2"), /of the log/],
    [
      "of another key",
      () => openCheckpoint(note, [parseVkey(createSigner(origin, testKey()).vkey)], origin),
      /not signed by a known key/,
    ],
    ["without signature", () => openNote(note.split("\n\n")[0] as string, [verifier]), /no signatures/],
    [
      "with a leading zero in the size",
      () => parseCheckpoint(`${origin}\n07\n${root.toString("base64")}\n`),
      /decimal/,
    ],
    ["with a short root", () => parseCheckpoint(`${origin}\n7\n${root.subarray(1).toString("base64")}\n`), /32 bytes/],
    ["with a carriage return", () => openNote(note.replace("\n", "\r\n"), [verifier]), /control/],
    ["with 17 signatures", () => openNote(note + note.split("\n\n")[1]?.repeat(16), [verifier]), /more than 16/],
  ])("%s are refused", (_, open, message) => {
    expect(open).toThrow(message);
  });

  test("unknown signatures beside a known one are ignored", () => {
    const other = signNote(openNote(note, [verifier]).text, createSigner("witness.test", testKey()));
    const both = note + other.split("\n\n")[1];
    expect(openCheckpoint(both, [verifier], origin).size).toBe(18_442n);
  });
});

describe("verifier keys", () => {
  test.each([
    ["empty", ""],
    ["without parts", "name"],
    ["with a wrong id", signer.vkey.replace(/\+[0-9a-f]{8}\+/, "+00000000+")],
    ["of another algorithm", `${origin}+${signer.keyId}+${Buffer.alloc(33, 2).toString("base64")}`],
  ])("%s are refused", (_, vkey) => {
    expect(() => parseVkey(vkey)).toThrow(NoteError);
  });

  test("names with a space or plus sign are refused", () => {
    expect(() => createSigner("a b", testKey())).toThrow(NoteError);
    expect(() => createSigner("a+b", testKey())).toThrow(NoteError);
  });
});
