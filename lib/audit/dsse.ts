import type { NoteSigner, NoteVerifier } from "./signed-note";

export const statementType = "application/vnd.in-toto+json";

/** A DSSE envelope with one signature; the key id is that of the log's key. */
export type DsseEnvelope = {
  payloadType: string;
  payload: string;
  signatures: { keyid: string; sig: string }[];
};

/** What is signed: the type is bound to the bytes, so that one cannot be read as the other. */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Buffer {
  const type = Buffer.from(payloadType, "utf8");
  return Buffer.concat([
    Buffer.from(`DSSEv1 ${type.length} `),
    type,
    Buffer.from(` ${payload.length} `),
    Buffer.from(payload),
  ]);
}

/** Signs a payload with the log's Ed25519 key. */
export function signEnvelope(payloadType: string, payload: Uint8Array, signer: NoteSigner): DsseEnvelope {
  const sig = signer.sign(preAuthEncoding(payloadType, payload)).toString("base64");
  return {
    payloadType,
    payload: Buffer.from(payload).toString("base64"),
    signatures: [{ keyid: `${signer.name}+${signer.keyId}`, sig }],
  };
}

/** The payload of an envelope that this key signed; null when it did not, or when the envelope is malformed. */
export function openEnvelope(envelope: DsseEnvelope, verifier: NoteVerifier): Buffer | null {
  const payload = Buffer.from(envelope.payload, "base64");
  const encoded = preAuthEncoding(envelope.payloadType, payload);
  const isSigned = envelope.signatures.some(({ sig }) => {
    const bytes = Buffer.from(sig, "base64");
    return bytes.length === 64 && verifier.verify(encoded, bytes);
  });
  return isSigned ? payload : null;
}
