import { type AssessmentBody, legalWords, riskScore, tiersOf, triggerWords } from "./assessment";
import { exposureWords, purposeWords } from "./tier-rule";

export type BodyField = { field: keyof AssessmentBody; section: AssessmentSection; label: string; text: string };
export const assessmentSections = [
  "Use",
  "Tier",
  "Law and data",
  "Scores and controls",
  "Oversight",
  "Review",
] as const;
export type AssessmentSection = (typeof assessmentSections)[number];

type NameOf = (userId: string) => string;
type Read = (body: AssessmentBody, name: NameOf) => string;
const words = (code: string | null): string =>
  (code ?? "").replaceAll("_", " ").replace(/^./, (letter) => letter.toUpperCase());
const scoreText = (scores: AssessmentBody["inherent"]): string =>
  riskScore(scores) === null ? "" : `${riskScore(scores)} (likelihood ${scores.likelihood} × impact ${scores.impact})`;
const person = (userId: string | null, name: NameOf): string => (userId === null ? "" : name(userId));

/** Every field of an assessment in the order it is read, as text. */
const fields: readonly [keyof AssessmentBody, AssessmentSection, string, Read][] = [
  ["intendedPurpose", "Use", "Intended purpose", (b) => b.intendedPurpose],
  ["users", "Use", "Users", (b) => b.users],
  ["affectedGroups", "Use", "Affected groups", (b) => b.affectedGroups],
  ["decisionRole", "Use", "Decision role", (b) => words(b.decisionRole)],
  ["exposure", "Tier", "Exposure", (b) => (b.exposure ? exposureWords[b.exposure].label : "")],
  ["purpose", "Tier", "Purpose", (b) => (b.purpose ? purposeWords[b.purpose].label : "")],
  [
    "tierOverride",
    "Tier",
    "Tier",
    (b) =>
      b.tierOverride ? `${words(b.tierOverride.tier)}, by override: ${b.tierOverride.reason}` : words(tiersOf(b).tier),
  ],
  ["complexity", "Law and data", "Complexity", (b) => words(b.complexity)],
  ["dataSensitivity", "Law and data", "Data sensitivity", (b) => words(b.dataSensitivity)],
  [
    "legalClass",
    "Law and data",
    "Legal class",
    (b) => (b.legalClass === "not_assessed" ? "" : legalWords[b.legalClass]),
  ],
  ["legalReason", "Law and data", "Reason for the class", (b) => b.legalReason],
  ["inherent", "Scores and controls", "Inherent score", (b) => scoreText(b.inherent)],
  ["controls", "Scores and controls", "Controls", (b) => b.controls],
  ["residual", "Scores and controls", "Residual score", (b) => scoreText(b.residual)],
  ["monitoring", "Oversight", "Monitoring and thresholds", (b) => b.monitoring],
  ["stopPlan", "Oversight", "Stop and rollback plan", (b) => b.stopPlan],
  ["humanOversight", "Oversight", "Human oversight", (b) => b.humanOversight],
  ["ownerUserId", "Review", "Risk owner", (b, name) => person(b.ownerUserId, name)],
  ["validatorUserId", "Review", "Independent validator", (b, name) => person(b.validatorUserId, name)],
  ["reviewDue", "Review", "Next review", (b) => b.reviewDue ?? ""],
  [
    "reviewTriggers",
    "Review",
    "Reviewed before that on",
    (b) => b.reviewTriggers.map((kind) => triggerWords[kind]).join(", "),
  ],
];

/** The fields of an assessment with their words, in reading order. */
export const bodyFields = (body: AssessmentBody, name: NameOf): BodyField[] =>
  fields.map(([field, section, label, read]) => ({ field, section, label, text: read(body, name) }));

export type BodyChange = { field: keyof AssessmentBody; label: string; from: string; to: string };

/** What differs between two revisions, field by field; equal texts are no change. */
export function diffBodies(from: AssessmentBody, to: AssessmentBody, name: NameOf): BodyChange[] {
  return fields.flatMap(([field, , label, read]) => {
    const [before, after] = [read(from, name), read(to, name)];
    return before === after ? [] : [{ field, label, from: before, to: after }];
  });
}
