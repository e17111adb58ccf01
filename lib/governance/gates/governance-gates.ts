import { findingSeverities } from "@/db/enums";
import { formatList, formatPercent, plural } from "@/lib/format";
import { secondsSince, tooOld } from "./age";
import type { Evidence } from "./evidence";
import type { FindingEvidence } from "./evidence-of-people";
import type { GateOf } from "./gate";
import type { Judgement } from "./gate-result";

/** Judges that the model card is written, agrees with the evidence and stands as it was approved. */
export function judgeModelCard(gate: GateOf<"model_card">, { card, candidate, gatheredAt }: Evidence): Judgement {
  const evidenceRefs = [`version:${candidate.versionId}/card`];
  if (!card || card.revision === 0)
    return { outcome: "inconclusive", sentence: "This version has no model card.", evidenceRefs };
  const age = secondsSince(gatheredAt, card.updatedAt);
  const about = {
    observed: card.completeness,
    limit: gate.minimumCompleteness,
    comparison: ">=" as const,
    ageSeconds: age,
    evidenceRefs,
  };
  const failed = (sentence: string): Judgement => ({ ...about, outcome: "failed", sentence });
  if (card.status === "archived") return failed("The model card is archived.");
  if (card.completeness < gate.minimumCompleteness) {
    const missing = card.missingSections.length > 0 ? ` Missing: ${formatList(card.missingSections)}.` : "";
    return failed(
      `The model card is ${formatPercent(card.completeness)} complete; ${formatPercent(gate.minimumCompleteness)} is required.${missing}`,
    );
  }
  if (card.staleFigures > gate.maximumStaleFigures)
    return failed(
      `${plural(card.staleFigures, "figure")} in the model card no longer ${card.staleFigures === 1 ? "agrees" : "agree"} with the evidence.`,
    );
  if (gate.status === "approved" && (card.status !== "approved" || card.approvedRevision !== card.revision)) {
    const known = card.approvedRevision === null ? "none is" : `revision ${card.approvedRevision} is`;
    return failed(`Revision ${card.revision} of the model card is not approved; ${known}.`);
  }
  const old = tooOld(age, gate.maximumAgeDays);
  if (old) return { ...about, outcome: "inconclusive", sentence: `The model card ${old}.` };
  const approved = card.status === "approved" && card.approvedRevision === card.revision;
  return {
    ...about,
    outcome: "passed",
    sentence: `Revision ${card.revision} of the model card is complete${approved ? " and approved" : ""}.`,
  };
}

/** What its owner calls mitigated is open until somebody else has verified it. */
const isOpen = ({ state }: FindingEvidence): boolean => state === "open" || state === "mitigated";

/** Judges that the risk was assessed for this tier and signed off by somebody independent, and is not due for review. */
export function judgeRiskAssessment(gate: GateOf<"risk_assessment">, evidence: Evidence): Judgement {
  const { risk, riskTier, findings, gatheredAt, candidate } = evidence;
  const evidenceRefs = [`version:${candidate.versionId}/risk`];
  const open = (sentence: string, more = {}): Judgement => ({
    evidenceRefs,
    ...more,
    outcome: "inconclusive",
    sentence,
  });
  if (!risk) return open("No risk assessment is on record for this version.");
  const failed = (sentence: string): Judgement => ({ outcome: "failed", sentence, evidenceRefs });
  if (risk.status !== "signed_off")
    return failed(
      `Revision ${risk.revision} of the risk assessment is ${risk.status.replace("_", " ")}, not signed off.`,
    );
  if (risk.tier !== riskTier)
    return failed(`The risk was assessed as ${risk.tier}; the model is ${riskTier} risk now.`);
  if (gate.independentValidator && risk.validatorIsIndependent === false)
    return failed(
      `${risk.validatorName ?? "Whoever"} signed the risk assessment off and is in the conflict set of this promotion.`,
    );
  const blocking = (findings ?? []).filter((finding) => finding.blocks && isOpen(finding));
  if (gate.blockingFindings === "fail" && blocking.length > 0)
    return failed(
      `${plural(blocking.length, "finding")} that ${blocking.length === 1 ? "blocks is" : "block are"} open: ${formatList(blocking.map(({ title }) => title))}.`,
    );
  if (gate.blockingFindings === "fail" && !findings) return open("Findings were not gathered.");
  if (risk.signedOffAt === null || risk.validatorName === null)
    return open("Who signed the risk assessment off, and when, is not on record.");
  const age = secondsSince(gatheredAt, risk.signedOffAt);
  const aged = { ageSeconds: age };
  if (gate.independentValidator && risk.validatorIsIndependent === null)
    return open(
      `Whether ${risk.validatorName}, who signed it off, is independent of this promotion is not on record.`,
      aged,
    );
  if (risk.reviewDueAt !== null && secondsSince(gatheredAt, risk.reviewDueAt) >= 0)
    return open(`The risk assessment was due for review on ${risk.reviewDueAt.slice(0, 10)}.`, aged);
  if (risk.openTriggers > 0)
    return open(
      `${plural(risk.openTriggers, "review trigger")} fired after the sign-off: the risk has to be reviewed.`,
      aged,
    );
  const old = tooOld(age, gate.maximumAgeDays);
  if (old) return open(`The sign-off of the risk assessment ${old}.`, aged);
  return {
    ...aged,
    evidenceRefs,
    outcome: "passed",
    sentence: `${risk.validatorName} signed revision ${risk.revision} off${risk.reviewDueAt ? `; review is due on ${risk.reviewDueAt.slice(0, 10)}` : ""}.`,
  };
}

/** Judges that no finding is open that is severe, blocks or is overdue. */
export function judgeFindings(gate: GateOf<"findings">, { findings, gatheredAt, candidate }: Evidence): Judgement {
  if (!findings)
    return {
      outcome: "inconclusive",
      sentence: "Findings were not gathered.",
      evidenceRefs: [`version:${candidate.versionId}/risk`],
    };
  const from = findingSeverities.indexOf(gate.failFrom);
  const isOverdue = (finding: FindingEvidence) =>
    gate.failOverdue && finding.dueAt !== null && isOpen(finding) && secondsSince(gatheredAt, finding.dueAt) > 0;
  const counted = findings.filter(
    (finding) =>
      (isOpen(finding) && (finding.blocks || findingSeverities.indexOf(finding.severity) >= from)) ||
      isOverdue(finding),
  );
  const about = {
    observed: counted.length,
    limit: 0,
    comparison: "<=" as const,
    n: findings.length,
    evidenceRefs: findings.map((finding) => `finding:${finding.id}`),
  };
  if (counted.length > 0) {
    const texts = counted.map(
      (finding) => `${finding.title} (${finding.severity}${isOverdue(finding) ? ", overdue" : ""})`,
    );
    return { ...about, outcome: "failed", sentence: `Open: ${formatList(texts)}.` };
  }
  const left = findings.filter(isOpen).length;
  return {
    ...about,
    outcome: "passed",
    sentence:
      left === 0
        ? "No finding is open."
        : `${plural(left, "open finding")}, none ${gate.failFrom === "low" ? "that counts" : `of severity ${gate.failFrom} or above`}.`,
  };
}
