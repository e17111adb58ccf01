import { z } from "zod";
import { verifyConsistency, verifyInclusion } from "@/lib/audit/merkle";
import { reported, type VectorReader } from "./vector-report";

const hash = z
  .base64()
  .nullable()
  .transform((value) => Buffer.from(value ?? "", "base64"));
const size = z.string().regex(/^\d+$/).transform(BigInt);
const common = {
  proof: z
    .array(hash)
    .nullable()
    .transform((value) => value ?? []),
  desc: z.string(),
  wantErr: z.boolean(),
};

const inclusion = z.object({ leafIdx: size, treeSize: size, root: hash, leafHash: hash, ...common });
const consistency = z.object({ size1: size, size2: size, root1: hash, root2: hash, ...common });

/** Sizes reach 2^64, beyond what a JSON number keeps: read them as text. */
const quoteSizes = (text: string) => text.replace(/("(?:leafIdx|treeSize|size1|size2)"\s*:\s*)(\d+)/g, '$1"$2"');

/** Inclusion and consistency proofs in the format of transparency-dev/merkle. */
export const merkleVectors: VectorReader = (file, text) => {
  if (!file.endsWith(".json") || !/"(leafIdx|size1)"\s*:/.test(text())) return null;
  const json: unknown = JSON.parse(quoteSizes(text()));
  const isInclusion = typeof json === "object" && json !== null && "leafIdx" in json;
  const parsed = isInclusion ? inclusion.safeParse(json) : consistency.safeParse(json);
  const format = isInclusion ? "Merkle inclusion" : "Merkle consistency";
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return reported(format, 1, [`${issue?.path.join(".")}: ${issue?.message}`]);
  }
  const vector = parsed.data;
  const result =
    "leafIdx" in vector
      ? verifyInclusion(vector.leafIdx, vector.treeSize, vector.leafHash, vector.proof, vector.root)
      : verifyConsistency(vector.size1, vector.root1, vector.size2, vector.root2, vector.proof);
  if (result.valid !== vector.wantErr) return reported(format, 1, []);
  const found = result.valid ? "accepted" : `refused (${result.reason})`;
  return reported(format, 1, [`${vector.desc}: ${found}, expected it ${vector.wantErr ? "refused" : "accepted"}`]);
};
