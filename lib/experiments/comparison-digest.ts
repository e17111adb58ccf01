import { canonicalDigest } from "@/lib/audit/canonical-json";

/** What a comparison shows: its view over these contents. It moves when a run in it does, and with nothing else. */
export const comparisonDigest = (query: string, runs: readonly { id: string; digest: string | null }[]): string =>
  canonicalDigest({
    format: "countersign.comparison/1",
    query,
    runs: runs.map(({ id, digest }) => ({ id, digest })),
  });
