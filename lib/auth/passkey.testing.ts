import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { isoCBOR } from "@simplewebauthn/server/helpers";

const sha256 = (data: Buffer | string) => createHash("sha256").update(data).digest();
const url = (bytes: Buffer) => bytes.toString("base64url");
const cbor = (value: Parameters<typeof isoCBOR.encode>[0]) => Buffer.from(isoCBOR.encode(value));

type Answer = Record<string, unknown> & { id: string };
export type Algorithm = "ES256" | "EdDSA" | "RS256";

function newKey(algorithm: Algorithm) {
  if (algorithm === "ES256") {
    const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const { x = "", y = "" } = pair.publicKey.export({ format: "jwk" });
    const cose = new Map<number, number | Uint8Array>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Uint8Array.from(Buffer.from(x, "base64url"))],
      [-3, Uint8Array.from(Buffer.from(y, "base64url"))],
    ]);
    return { cose, sign: (data: Buffer) => sign("sha256", data, pair.privateKey) };
  }
  if (algorithm === "EdDSA") {
    const pair = generateKeyPairSync("ed25519");
    const { x = "" } = pair.publicKey.export({ format: "jwk" });
    const cose = new Map<number, number | Uint8Array>([
      [1, 1],
      [3, -8],
      [-1, 6],
      [-2, Uint8Array.from(Buffer.from(x, "base64url"))],
    ]);
    return { cose, sign: (data: Buffer) => sign(null, data, pair.privateKey) };
  }
  const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const { n = "", e = "" } = pair.publicKey.export({ format: "jwk" });
  const cose = new Map<number, number | Uint8Array>([
    [1, 3],
    [3, -257],
    [-1, Uint8Array.from(Buffer.from(n, "base64url"))],
    [-2, Uint8Array.from(Buffer.from(e, "base64url"))],
  ]);
  return { cose, sign: (data: Buffer) => sign("sha256", data, pair.privateKey) };
}

/** An authenticator in software: answers as a browser would pass its answers on. */
export class SoftAuthenticator {
  readonly id = url(sha256(String(Math.random())));
  #key;
  #counter = 0;

  constructor(
    readonly site: { id: string; origin: string },
    algorithm: Algorithm = "ES256",
  ) {
    this.#key = newKey(algorithm);
  }

  #authenticatorData(flags: number, more: Buffer = Buffer.alloc(0)): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(++this.#counter);
    return Buffer.concat([sha256(this.site.id), Buffer.of(flags), counter, more]);
  }

  #clientData(type: string, challenge: string, origin = this.site.origin): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  register(challenge: string): Answer {
    const id = Buffer.from(this.id, "base64url");
    const length = Buffer.alloc(2);
    length.writeUInt16BE(id.length);
    const credential = Buffer.concat([Buffer.alloc(16), length, id, cbor(this.#key.cose)]);
    const attestation = new Map<string, string | Map<string, never> | Uint8Array>([
      ["fmt", "none"],
      ["attStmt", new Map<string, never>()],
      ["authData", Uint8Array.from(this.#authenticatorData(0x45, credential))],
    ]);
    return {
      id: this.id,
      rawId: this.id,
      type: "public-key",
      clientExtensionResults: {},
      response: {
        attestationObject: url(cbor(attestation)),
        clientDataJSON: url(this.#clientData("webauthn.create", challenge)),
        transports: ["internal"],
      },
    };
  }

  answer(challenge: string, { origin, flags = 0x05 }: { origin?: string; flags?: number } = {}): Answer {
    const data = this.#authenticatorData(flags);
    const client = this.#clientData("webauthn.get", challenge, origin);
    return {
      id: this.id,
      rawId: this.id,
      type: "public-key",
      clientExtensionResults: {},
      response: {
        authenticatorData: url(data),
        clientDataJSON: url(client),
        signature: url(this.#key.sign(Buffer.concat([data, sha256(client)]))),
      },
    };
  }
}
