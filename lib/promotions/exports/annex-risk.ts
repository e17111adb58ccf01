import type { Role } from "@/db/enums";
import { plural } from "@/lib/format";
import { formatAge, formatDateTime } from "@/lib/format-time";
import type { ReportBlock } from "./report-block";

type Field = { label: string; text: string };

/** The risk assessment of a model or of one of its versions, as far as it stands. */
export type ReportAssessment = {
  /** "income-eligibility" or "income-eligibility 3". */
  about: string;
  isOfVersion: boolean;
  signed: {
    revision: number;
    signer: string;
    role: Role;
    signedAt: Date;
    bodyDigest: string;
    reviewDue: string | null;
    fields: readonly Field[];
    monitoring: string;
    stopPlan: string;
  } | null;
  /** A later revision that nobody has signed. */
  open: { revision: number; state: "draft" | "submitted" } | null;
  openTriggers: number;
};

const day = (at: Date) => at.toISOString().slice(0, 10);
const signedBy = ({ revision, signer, role, signedAt }: NonNullable<ReportAssessment["signed"]>, madeAt: Date) =>
  `revision ${revision}, signed off by ${signer}, ${role.replaceAll("_", " ")}, on ${formatDateTime(signedAt)}, ${formatAge(signedAt, madeAt)} before this report`;
const openWords = { draft: "is a draft", submitted: "waits for sign-off" } as const;

/** What the signed assessments say, with revision, signer and age; what nobody has signed is named as missing. */
export const assessmentBlocks = (assessments: readonly ReportAssessment[], madeAt: Date): ReportBlock[] =>
  assessments.flatMap((assessment) => blocksOf(assessment, madeAt));

function blocksOf({ about, isOfVersion, signed, open, openTriggers }: ReportAssessment, madeAt: Date): ReportBlock[] {
  if (!signed) {
    if (open)
      return [
        gap(
          `Risk assessment of ${about}: revision ${open.revision} ${openWords[open.state]}; nobody has signed it off.`,
        ),
      ];
    return isOfVersion
      ? [{ kind: "text", text: `${about} has no risk assessment of its own; that of the model stands for it.` }]
      : [gap(`Risk assessment of ${about}: none is on record.`)];
  }
  const { fields, reviewDue } = signed;
  return [
    {
      kind: "table",
      title: `Risk assessment of ${about}: ${signedBy(signed, madeAt)}`,
      head: ["What", "As signed"],
      rows: [
        ...fields.map(({ label, text }) => [label, text || "not written"]),
        ["Digest that was signed", signed.bodyDigest],
      ],
    },
    ...(open
      ? [gap(`Revision ${open.revision} of it ${openWords[open.state]}; this report holds what was signed before.`)]
      : []),
    ...(reviewDue !== null && reviewDue < day(madeAt)
      ? [gap(`Its review was due on ${reviewDue}; nobody has signed a later revision off.`)]
      : []),
    ...(openTriggers > 0
      ? [gap(`${plural(openTriggers, "request")} for an earlier review of it without an answer.`)]
      : []),
  ];
}

/** How the model is watched and stopped, as the assessment that applies says; a signed one of the version before the model's. */
export function monitoringBlocks(assessments: readonly ReportAssessment[], madeAt: Date): ReportBlock[] {
  const applies = assessments.findLast(({ signed }) => signed !== null);
  if (!applies?.signed)
    return [gap("A plan for monitoring after release: no risk assessment that would hold one is signed off.")];
  const { monitoring, stopPlan } = applies.signed;
  return [
    {
      kind: "table",
      title: `Monitoring as planned in the risk assessment of ${applies.about}: ${signedBy(applies.signed, madeAt)}`,
      head: ["What", "As signed"],
      rows: [
        ["Monitoring and thresholds", monitoring || "not written"],
        ["Stop and rollback plan", stopPlan || "not written"],
      ],
    },
  ];
}

/** A control as the project maps it, with who did so and what was noted for the model. */
export type ReportControl = {
  framework: string;
  reference: string;
  title: string;
  applies: boolean;
  reason: string;
  present: readonly string[];
  missing: readonly string[];
  /** Null: as it ships, changed by nobody here. */
  mapping: { revision: number; by: string; at: Date } | null;
  note: { status: string; text: string; by: string; at: Date } | null;
};

const mappingNotice =
  "Records are mapped to controls of public frameworks as evidence for them. No row says that a control is met.";

/** Controls by framework with the records mapped to them; mappings and notes that nobody made are named as missing. */
export function controlBlocks(controls: readonly ReportControl[], madeAt: Date): ReportBlock[] {
  const frameworks = [...new Set(controls.map(({ framework }) => framework))];
  const dated = (by: string, at: Date) => `${by}, ${formatDateTime(at)}, ${formatAge(at, madeAt)} before this report`;
  const rowOf = ({ reference, title, applies, reason, present, missing, mapping, note }: ReportControl) => [
    `${reference} ${title}`,
    applies ? present.join(", ") || "none" : `does not apply: ${reason}`,
    applies ? missing.join(", ") || "none" : "",
    note ? `${note.status}${note.text ? `: ${note.text}` : ""} (${dated(note.by, note.at)})` : "nothing noted",
    mapping ? `revision ${mapping.revision}, ${dated(mapping.by, mapping.at)}` : "as shipped",
  ];
  const shipped = controls.filter(({ mapping }) => mapping === null).length;
  const unnoted = controls.filter(({ applies, note }) => applies && note === null).length;
  return [
    { kind: "text", text: mappingNotice },
    ...frameworks.map(
      (framework): ReportBlock => ({
        kind: "table",
        title: framework,
        head: ["Control", "Evidence on record", "Evidence missing", "Noted for this model", "Mapping"],
        rows: controls.filter((control) => control.framework === framework).map(rowOf),
      }),
    ),
    ...(shipped > 0
      ? [gap(`${plural(shipped, "control")} mapped as shipped: nobody of this project has looked at them.`)]
      : []),
    ...(unnoted > 0 ? [gap(`${plural(unnoted, "control")} with nothing noted for this model.`)] : []),
  ];
}

const gap = (text: string): ReportBlock => ({ kind: "gap", text });
