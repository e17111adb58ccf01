import { captureFigures } from "../card-figures";
import { completeCard, evidenceFor } from "../card-testing";
import type { CardExport } from "./card-export";

/** A whole card as the exports get it. */
export function exportFor(change: Partial<CardExport> = {}): CardExport {
  const evidence = change.evidence ?? evidenceFor();
  const body = {
    ...completeCard,
    licence: "Apache-2.0",
    owners: "Dana Osei <dana@example.org>\nModel Risk",
    references: "https://example.org/paper\nnot an address",
    quantitativeAnalysis: "Accuracy {{metric:accuracy}}; women {{slice:sex=Female:recall}}.",
    claims: [{ task: "t", dataset: "d", metric: "accuracy", value: "0.99" }],
  };
  return {
    project: "public-services",
    model: { name: "income-eligibility", description: "", useCase: "Eligibility", riskTier: "high" },
    version: { number: 2, digest: `sha256:${"ab".repeat(32)}`, registeredAt: new Date("2026-11-20T10:00:00Z") },
    artifacts: [{ path: "model/model.pkl", sha256: "cd".repeat(32) }],
    packages: ["scikit-learn==1.5.0", "Scikit_Learn==1.5.0", "cloudpickle"],
    flavors: { sklearn: { sklearn_version: "1.5.0" } },
    sizeBytes: 3916,
    revision: 3,
    status: "approved",
    approvedRevision: 3,
    writtenAt: new Date("2026-11-23T09:00:00Z"),
    writtenBy: "Marta Lindqvist",
    body,
    figures: captureFigures(body, {}, evidence).figures,
    evidence,
    ...change,
  };
}
