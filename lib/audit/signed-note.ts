import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";

/** C2SP signed note: text, a blank line, signature lines. Only Ed25519 (algorithm byte 0x01). */
const algorithm = 1;
const spkiPrefix = Buffer.from("302a300506032b6570032100", "hex");
const maxSignatures = 16;

export type NoteSigner = { name: string; keyId: string; vkey: string; sign: (text: Uint8Array) => Buffer };
export type NoteVerifier = {
  name: string;
  keyId: string;
  vkey: string;
  verify: (text: Uint8Array, signature: Uint8Array) => boolean;
};

/** A note or key that does not follow the format, or whose signature is wrong. */
export class NoteError extends Error {
  override name = "NoteError";
}

/** Control characters other than a newline. */
const control = /[^\P{Cc}\n]/u;

const isName = (name: string) => /^[^\s+\p{Cc}]+$/u.test(name);

/** Strict base64: one text per value, so that no character of a note can change unnoticed. Null = not base64. */
export function decodeBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : null;
}

/** First four bytes of SHA-256(name || 0x0A || 0x01 || key), in hex. */
function keyIdOf(name: string, publicKey: Uint8Array): string {
  const hash = createHash("sha256").update(`${name}\n`).update(Uint8Array.of(algorithm)).update(publicKey);
  return hash.digest("hex").slice(0, 8);
}

function rawPublicKey(key: KeyObject): Buffer {
  if (key.asymmetricKeyType !== "ed25519")
    throw new NoteError(`The key is ${key.asymmetricKeyType}; expected ed25519.`);
  return createPublicKey(key).export({ format: "der", type: "spki" }).subarray(spkiPrefix.length);
}

/** A signer under `name` from an Ed25519 private key (a KeyObject or PKCS #8 PEM). */
export function createSigner(name: string, privateKey: KeyObject | string): NoteSigner {
  if (!isName(name)) throw new NoteError(`${JSON.stringify(name)} is not a key name: no spaces, no plus sign.`);
  const key = typeof privateKey === "string" ? createPrivateKey(privateKey) : privateKey;
  const raw = rawPublicKey(key);
  const keyId = keyIdOf(name, raw);
  const vkey = `${name}+${keyId}+${Buffer.concat([Buffer.of(algorithm), raw]).toString("base64")}`;
  return { name, keyId, vkey, sign: (text) => sign(null, text, key) };
}

/** Reads a verifier key `name+id+base64(0x01 || key)`; throws when the id is not that of the key. */
export function parseVkey(vkey: string): NoteVerifier {
  const [, name, keyId, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/.exec(vkey.trim()) ?? [];
  if (!name || !keyId || !encoded) throw new NoteError("The verifier key is not of the form name+id+key.");
  const bytes = decodeBase64(encoded);
  if (bytes?.[0] !== algorithm || bytes.length !== 33) throw new NoteError("The verifier key is not an Ed25519 key.");
  const raw = bytes.subarray(1);
  if (keyIdOf(name, raw) !== keyId) throw new NoteError("The verifier key does not match its own id.");
  const key = createPublicKey({ key: Buffer.concat([spkiPrefix, raw]), format: "der", type: "spki" });
  return { name, keyId, vkey: vkey.trim(), verify: (text, signature) => verify(null, text, key, signature) };
}

/** Signs a text that ends with a newline. */
export function signNote(text: string, signer: NoteSigner): string {
  if (!text.endsWith("\n") || control.test(text))
    throw new NoteError("A note ends with a newline and has no other control characters.");
  const signature = signer.sign(Buffer.from(text, "utf8"));
  const blob = Buffer.concat([Buffer.from(signer.keyId, "hex"), signature]).toString("base64");
  return `${text}\n— ${signer.name} ${blob}\n`;
}

type Signature = { name: string; keyId: string; signature: Buffer };

function splitNote(note: string): { text: string; signatures: Signature[] } {
  if (control.test(note)) throw new NoteError("The note contains control characters.");
  const cut = note.lastIndexOf("\n\n");
  if (cut < 0 || !note.endsWith("\n")) throw new NoteError("The note has no signatures.");
  const lines = note.slice(cut + 2, -1).split("\n");
  if (lines.length > maxSignatures) throw new NoteError(`The note has more than ${maxSignatures} signatures.`);
  const signatures = lines.map((line) => {
    const [, name, encoded] = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/.exec(line) ?? [];
    const blob = decodeBase64(encoded ?? "");
    if (!name || !blob || blob.length < 5) throw new NoteError("A signature line of the note is malformed.");
    return { name, keyId: blob.subarray(0, 4).toString("hex"), signature: blob.subarray(4) };
  });
  return { text: note.slice(0, cut + 1), signatures };
}

/**
 * Returns the signed text and the keys that signed it. Unknown keys are ignored; a wrong signature of a known key, or no
 * known key at all, is a NoteError.
 */
export function openNote(note: string, verifiers: readonly NoteVerifier[]): { text: string; signedBy: NoteVerifier[] } {
  const { text, signatures } = splitNote(note);
  const signedBy: NoteVerifier[] = [];
  for (const { name, keyId, signature } of signatures) {
    const verifier = verifiers.find((v) => v.name === name && v.keyId === keyId);
    if (!verifier) continue;
    if (!verifier.verify(Buffer.from(text, "utf8"), signature))
      throw new NoteError(`The signature of ${name} is wrong.`);
    signedBy.push(verifier);
  }
  if (signedBy.length === 0) throw new NoteError("The note is not signed by a known key.");
  return { text, signedBy };
}
