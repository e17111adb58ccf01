import type { CiCheckKind } from "@/db/enums";
import type { Gate } from "@/lib/governance/gates/gate";
import type { GateResult } from "@/lib/governance/gates/gate-result";

type About = { commit: string | null; model: string; version: number };

const check = (kind: CiCheckKind, { commit, model, version }: About, on: "commit" | "version" | "either"): string => {
  const subject =
    on === "version" || !commit ? `--model ${JSON.stringify(model)} --version ${version}` : `--commit ${commit}`;
  return `countersign check --kind ${kind} ${subject} --junit report.xml`;
};

/** What a pipeline can do about a gate that does not pass; null where a person has to act or the sentence says it all. */
export function gateRemedy(result: GateResult, gate: Gate | undefined, about: About): string | null {
  if (result.outcome === "passed" || result.outcome === "waived" || !gate) return null;
  switch (gate.kind) {
    case "ci_checks":
      return `Fix what failed and report each check: ${gate.require.map((kind) => check(kind, about, gate.on)).join("; ")}`;
    case "reproducibility":
    case "lineage":
      return "Log the run with what is missing, register it as a new version and request that: countersign log runs.ndjson";
    case "metric_threshold":
    case "latency":
    case "calibration":
    case "fairness":
    case "slice_floor":
    case "regression":
    case "seed_spread":
      return result.outcome === "inconclusive"
        ? "Log the run with the figure, its interval and its n, or send its predictions, and register it as a new version."
        : "Request a version that is within the limit, or ask a risk officer for a waiver.";
    case "expression":
      return gate.remedy || null;
    default:
      return null;
  }
}
