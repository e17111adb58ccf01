import { formatList } from "@/lib/format";
import type { Evidence } from "./evidence";
import type { LineageEvidence } from "./evidence-of-runs";
import type { GateOf, LineagePart } from "./gate";
import type { Judgement } from "./gate-result";

export const lineagePartNames: Readonly<Record<LineagePart, string>> = {
  code: "code",
  training_data: "training data",
  evaluation_data: "evaluation data",
  feature_definitions: "feature definitions",
  label: "label",
  sources: "sources",
};

const filled = (value: string | null): boolean => value !== null && value.trim() !== "";

/** Whether a part of the lineage is on record. */
export function isOnRecord(lineage: LineageEvidence, part: LineagePart): boolean {
  switch (part) {
    case "code":
      return filled(lineage.code.commit) && filled(lineage.code.repository);
    case "training_data":
      return filled(lineage.trainingData.digest);
    case "evaluation_data":
      return filled(lineage.evaluationData.digest);
    case "feature_definitions":
      return filled(lineage.featureDefinitions);
    case "label":
      return filled(lineage.label);
    case "sources":
      return lineage.sources.length > 0;
  }
}

/** Judges that a version can be traced to its code and data, and that it was not evaluated on what it was trained on. */
export function judgeLineage(gate: GateOf<"lineage">, { lineage, candidate }: Evidence): Judgement {
  const evidenceRefs = [`run:${candidate.runId}/lineage`];
  if (!lineage)
    return { outcome: "inconclusive", sentence: "Where this version came from was not gathered.", evidenceRefs };
  const missing = gate.require.filter((part) => !isOnRecord(lineage, part));
  const about = {
    observed: gate.require.length - missing.length,
    limit: gate.require.length,
    comparison: ">=" as const,
    evidenceRefs,
  };
  const { trainingData, evaluationData } = lineage;
  const same = trainingData.digest !== null && trainingData.digest === evaluationData.digest;
  if (gate.separateEvaluation && same)
    return {
      ...about,
      outcome: "failed",
      sentence: `Evaluated on its own training snapshot${evaluationData.name ? ` (${evaluationData.name})` : ""}: its figures say nothing about new cases.`,
    };
  if (missing.length > 0)
    return {
      ...about,
      outcome: "inconclusive",
      sentence: `Not on record: ${formatList(missing.map((part) => lineagePartNames[part]))}.`,
    };
  const unknown = gate.separateEvaluation && (!filled(trainingData.digest) || !filled(evaluationData.digest));
  if (unknown)
    return {
      ...about,
      outcome: "inconclusive",
      sentence: "Training and evaluation snapshot are not both on record, so they cannot be told apart.",
    };
  return {
    ...about,
    outcome: "passed",
    sentence: `Traced to ${formatList(gate.require.map((part) => lineagePartNames[part]))}.`,
  };
}
