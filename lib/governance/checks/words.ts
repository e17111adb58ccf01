import type { CiCheckKind, CiCheckStatus } from "@/db/enums";
import type { CheckCounts } from "@/db/schema/ci-checks";
import { formatCount } from "@/lib/format";

export const checkKindWords: Readonly<Record<CiCheckKind, string>> = {
  transformation_tests: "Transformation tests",
  schema_compatibility: "Schema compatibility",
  training_smoke: "Training smoke",
  inference_contract: "Inference contract",
};

/** What each kind shows, for the people who decide which to run. */
export const checkKindMeaning: Readonly<Record<CiCheckKind, string>> = {
  transformation_tests: "unit tests of the code that builds features",
  schema_compatibility: "inputs and outputs fit the schemas that others rely on",
  training_smoke: "training runs through on a small sample",
  inference_contract: "the packaged model answers as its signature says",
};

export const checkStatusWords: Readonly<Record<CiCheckStatus, string>> = {
  passed: "passed",
  failed: "failed",
  error: "broke",
  skipped: "nothing ran",
};

/** "3 of 120 failed, 2 skipped"; what its producer counted, in one line. */
export function countsSentence({ total, passed, failed, errors, skipped }: CheckCounts): string {
  const parts = [
    ...(failed > 0 ? [`${formatCount(failed)} failed`] : []),
    ...(errors > 0 ? [`${formatCount(errors)} broke`] : []),
    ...(skipped > 0 ? [`${formatCount(skipped)} skipped`] : []),
  ];
  if (parts.length === 0) return `${formatCount(passed)} of ${formatCount(total)} passed`;
  return `${formatCount(total)} cases: ${formatCount(passed)} passed, ${parts.join(", ")}`;
}
