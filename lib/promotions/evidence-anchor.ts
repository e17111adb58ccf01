import type { Evidence } from "@/lib/governance/gates/evidence";
import { metricMeaning } from "@/lib/metric-meaning";

/** The place of an item on the evidence page, as the id of its element. */
export const anchorOf = (kind: string, name: string): string => `${kind}-${name.replaceAll(/[^\w.:=-]+/g, "_")}`;

type Parts = { kind: string; id: string; part: string; rest: string };

function partsOf(ref: string): Parts {
  const [, kind = "", id = "", part = "", rest = ""] = /^(\w+):([^/]*)(?:\/(\w+)(?:\/(.*))?)?$/s.exec(ref) ?? [];
  return { kind, id, part, rest };
}

/** Where what a gate refers to stands on the evidence page. */
export function evidenceAnchor(ref: string, { candidate, live }: Pick<Evidence, "candidate" | "live">): string {
  const { kind, id, part, rest } = partsOf(ref);
  switch (kind) {
    case "run":
      if (part === "metric") return id === candidate.runId || id === live?.runId ? anchorOf("metric", rest) : "seeds";
      if (part === "slice") return anchorOf("slice", rest);
      return { fairness: "slices", axes: "axes", lineage: "lineage", signature: "contract" }[part] ?? "metrics";
    case "version":
      return part === "card" ? "card" : "risk";
    case "check":
    case "finding":
    case "consumer":
      return anchorOf(kind, id);
    case "user":
      return "people";
    default:
      return "metrics";
  }
}

/** What a gate refers to, in words: "Recall, income-eligibility 7". */
export function evidenceLabel(ref: string, evidence: Evidence): string {
  const { kind, id, part, rest } = partsOf(ref);
  const { candidate, live, checks, findings, consumers, seeds } = evidence;
  const of =
    id === candidate.runId
      ? candidate.label
      : id === live?.runId
        ? live.label
        : (seeds.find((run) => run.runId === id)?.name ?? "another run");
  switch (kind) {
    case "run":
      if (part === "metric") return `${metricMeaning(rest).label}, ${of}`;
      return part === "slice" ? `${rest}, ${of}` : `${part}, ${of}`;
    case "version":
      return part === "card" ? "model card" : "risk assessment";
    case "check":
      return checks.find((check) => check.id === id)?.name ?? "check";
    case "finding":
      return findings?.find((finding) => finding.id === id)?.title ?? "finding";
    case "consumer":
      return consumers?.find((consumer) => consumer.id === id)?.name ?? "consumer";
    default:
      return "owner";
  }
}
