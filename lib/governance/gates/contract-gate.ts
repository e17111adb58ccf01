import { formatCount, plural } from "@/lib/format";
import { type ContractChange, changeText, consumerBreaks, diffSignatures } from "./contract-diff";
import type { Evidence } from "./evidence";
import type { SignatureEvidence } from "./evidence-of-runs";
import type { GateOf } from "./gate";
import type { Judgement } from "./gate-result";

type Gate = GateOf<"contract">;
const named = 3;

function listed(changes: readonly ContractChange[]): string {
  const more = changes.length > named ? `; and ${changes.length - named} more` : "";
  return `${changes.slice(0, named).map(changeText).join("; ")}${more}`;
}

function judgeAgainstLive(gate: Gate, evidence: Evidence, candidate: SignatureEvidence): Judgement {
  const { live, contract } = evidence;
  if (!live)
    return {
      outcome: "passed",
      sentence: `No version is live in ${evidence.environment}: nobody calls one that could break.`,
    };
  if (!contract?.live)
    return {
      outcome: "inconclusive",
      sentence: `The signature of ${live.label}, which is live, is not on record; nothing can be held against it.`,
    };
  const changes = diffSignatures(contract.live, candidate);
  const counted = gate.compatibility === "identical" ? changes : changes.filter((change) => change.breaks !== null);
  const about = {
    observed: counted.length,
    limit: 0,
    comparison: "<=" as const,
    n: candidate.inputs.length + candidate.outputs.length,
    evidenceRefs: [`run:${evidence.candidate.runId}/signature`, `run:${live.runId}/signature`],
  };
  if (counted.length > 0) {
    const [one, many] =
      gate.compatibility === "identical" ? ["differs from", "differ from"] : ["breaks callers of", "break callers of"];
    return {
      ...about,
      outcome: "failed",
      sentence: `${plural(counted.length, "field")} ${counted.length === 1 ? one : many} ${live.label}: ${listed(counted)}.`,
    };
  }
  return {
    ...about,
    outcome: "passed",
    sentence:
      changes.length === 0
        ? `Takes and gives the same as ${live.label}.`
        : `Every call of ${live.label} keeps working: ${listed(changes)}.`,
  };
}

function judgeAgainstConsumers(gate: Gate, evidence: Evidence, candidate: SignatureEvidence): Judgement {
  const { consumers } = evidence;
  if (!consumers) return { outcome: "inconclusive", sentence: "Who calls this model was not gathered." };
  if (consumers.length < gate.minimumConsumers)
    return {
      outcome: "inconclusive",
      n: consumers.length,
      sentence: `${plural(consumers.length, "consumer")} registered; ${formatCount(gate.minimumConsumers)} needed to judge who would break.`,
    };
  const broken = consumers
    .map((consumer) => ({ consumer, changes: consumerBreaks(consumer, candidate) }))
    .filter(({ changes }) => changes.length > 0);
  const about = {
    observed: broken.length,
    limit: 0,
    comparison: "<=" as const,
    n: consumers.length,
    evidenceRefs: [
      `run:${evidence.candidate.runId}/signature`,
      ...consumers.map((consumer) => `consumer:${consumer.id}`),
    ],
  };
  const [first] = broken;
  if (first) {
    const others = broken.slice(1).map(({ consumer }) => consumer.name);
    const also = others.length > 0 ? ` Also breaks ${others.join(", ")}.` : "";
    return {
      ...about,
      outcome: "failed",
      sentence: `Breaks ${first.consumer.name}: ${listed(first.changes)}.${also}`,
    };
  }
  return {
    ...about,
    outcome: "passed",
    sentence:
      consumers.length === 0
        ? "No consumer is registered, so nobody is known to break."
        : `Nothing breaks for ${consumers.map((consumer) => consumer.name).join(", ")}.`,
  };
}

/** Judges what a version takes and gives against those who call it. */
export function judgeContract(gate: Gate, evidence: Evidence): Judgement {
  const candidate = evidence.contract?.candidate;
  if (!candidate) {
    const why = evidence.contract?.candidateProblem;
    const sentence = why
      ? `The signature of this version cannot be read: ${why}.`
      : "The signature of this version is not on record.";
    return { outcome: "inconclusive", sentence, evidenceRefs: [`run:${evidence.candidate.runId}/signature`] };
  }
  return gate.against === "live"
    ? judgeAgainstLive(gate, evidence, candidate)
    : judgeAgainstConsumers(gate, evidence, candidate);
}
