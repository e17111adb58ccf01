import type { ProofStep } from "@/lib/audit/event-query";

const bytesOf = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const hexOf = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

async function hash(prefix: number, ...parts: Uint8Array[]): Promise<Uint8Array> {
  const size = parts.reduce((sum, part) => sum + part.length, 1);
  const all = new Uint8Array(size);
  all[0] = prefix;
  let at = 1;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", all));
}

/** Hashes an event's canonical bytes and climbs its proof, with the browser's own SHA-256; returns the root in hex. */
export async function climbProof(canonical: string, steps: readonly ProofStep[]): Promise<string> {
  let node = await hash(0, new TextEncoder().encode(canonical));
  for (const { side, hash: sibling } of steps) {
    node = side === "left" ? await hash(1, bytesOf(sibling), node) : await hash(1, node, bytesOf(sibling));
  }
  return hexOf(node);
}
