import type { ProofStep } from "./event-query";

const base64 = (hex: string) => Buffer.from(hex, "hex").toString("base64");

/** One event's proof as a C2SP tlog-proof: index (from 0), hashes from the leaf up, the signed checkpoint. */
export function proofText(seq: number, steps: readonly ProofStep[], checkpoint: string): string {
  const hashes = steps.map((step) => base64(step.hash));
  return ["c2sp.org/tlog-proof@v1", `index ${seq - 1}`, ...hashes, "", checkpoint].join("\n");
}
