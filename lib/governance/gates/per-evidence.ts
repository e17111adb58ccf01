import { oncePer } from "@/lib/once-per";
import type { Evidence } from "./evidence";

/**
 * What is computed from an evidence document, once for each document and key: gates ask for the same comparison again and again.
 * A document is not changed once it is judged, and what comes back is not either.
 */
export function perEvidence<T>(
  compute: (key: string, evidence: Evidence) => T,
): (key: string, evidence: Evidence) => T {
  const keptOf = oncePer((_: Evidence) => new Map<string, { result: T }>());
  return (key, evidence) => {
    const kept = keptOf(evidence);
    const found = kept.get(key) ?? { result: compute(key, evidence) };
    kept.set(key, found);
    return found.result;
  };
}
