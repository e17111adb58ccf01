import { axes } from "@/db/enums";
import type { Signature } from "@/db/schema/experiments";
import { canonicalDigest } from "@/lib/audit/canonical-json";
import type { AxisValues } from "@/lib/experiments/axes";

/** Everything a version digest covers: two versions with equal digests are the same thing under governance. */
export type VersionContent = {
  runId: string;
  /** SHA-256 of the run's record as it came in: params, metrics, slices and all. */
  runContentDigest: string;
  axes: AxisValues;
  artifacts: readonly { path: string; sizeBytes: number | null; sha256: string | null }[];
  signature: Signature | null;
  /** The model that is meant, when the run logged it as a thing of its own. */
  loggedModelId?: string | null;
  /** Which of the run's files are meant, or where they are, when a client said so and named no logged model. */
  source?: string;
};

/** The document that is hashed: artifacts in path order, so that the order of arrival cannot change the digest. */
export function versionDocument(content: VersionContent) {
  const byPath = [...content.artifacts].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return {
    format: "countersign/model-version/1",
    run_id: content.runId,
    run_content_digest: content.runContentDigest,
    ...(content.loggedModelId ? { logged_model: content.loggedModelId } : {}),
    ...(content.source ? { source: content.source } : {}),
    axes: Object.fromEntries(axes.map((axis) => [axis, content.axes[axis]])),
    artifacts: byPath.map(({ path, sizeBytes, sha256 }) => ({ path, size_bytes: sizeBytes, sha256 })),
    signature: content.signature && {
      inputs: content.signature.inputs.map(withoutUndefined),
      outputs: content.signature.outputs.map(withoutUndefined),
    },
  };
}

/** `sha256:<hex>` over the RFC 8785 form of the version document: what exactly is being governed. */
export const versionDigest = (content: VersionContent): string => canonicalDigest(versionDocument(content));

const withoutUndefined = (field: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(field).filter(([, value]) => value !== undefined));
