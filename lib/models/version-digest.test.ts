import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "@/lib/audit/canonical-json";
import { type VersionContent, versionDigest, versionDocument } from "./version-digest";

const content: VersionContent = {
  runId: "r1",
  runContentDigest: "sha256:aa",
  axes: {
    code_commit: "6460091",
    dataset_snapshot: "sha256:c3",
    feature_definitions: "v1.0.0",
    hyperparameters: "sha256:h",
    runtime_image: null,
    seed_policy: "fixed",
  },
  artifacts: [
    { path: "model/model.pkl", sizeBytes: 3916, sha256: "01" },
    { path: "eval/calibration.json", sizeBytes: null, sha256: null },
  ],
  signature: {
    inputs: [{ name: "age", type: "double", required: true }],
    outputs: [{ type: "tensor", shape: [-1, 2] }],
  },
};

describe("versionDigest", () => {
  it("is the SHA-256 of the canonical document", () => {
    const bytes = canonicalJson(versionDocument(content));
    expect(versionDigest(content)).toBe(`sha256:${createHash("sha256").update(bytes).digest("hex")}`);
  });

  it("does not depend on the order artifacts arrived in", () => {
    const paths = fc.uniqueArray(fc.string({ unit: "grapheme" }), { maxLength: 8 });
    fc.assert(
      fc.property(
        paths.chain((p) => fc.tuple(fc.constant(p), fc.shuffledSubarray(p, { minLength: p.length }))),
        ([a, b]) => {
          const of = (order: string[]) =>
            versionDigest({ ...content, artifacts: order.map((path) => ({ path, sizeBytes: 1, sha256: "aa" })) });
          expect(of(a)).toBe(of(b));
        },
      ),
    );
  });

  it.each<[string, Partial<VersionContent>]>([
    ["the run", { runId: "r2" }],
    ["the run's record", { runContentDigest: "sha256:ab" }],
    ["an axis", { axes: { ...content.axes, runtime_image: "sha256:c8" } }],
    ["an artifact's digest", { artifacts: [{ path: "model/model.pkl", sizeBytes: 3916, sha256: "02" }] }],
    ["the signature", { signature: null }],
  ])("changes with %s", (_what, change) => {
    expect(versionDigest({ ...content, ...change })).not.toBe(versionDigest(content));
  });

  it("treats an absent and an undefined signature field alike", () => {
    const signature = {
      inputs: [{ name: "age", type: "double", required: true, dtype: undefined }],
      outputs: content.signature?.outputs ?? [],
    };
    expect(versionDigest({ ...content, signature })).toBe(versionDigest(content));
  });
});
