import { z } from "zod";
import { controlStatuses, findingSeverities, findingStates, riskTiers } from "@/db/enums";
import { defineEvent, label, personal } from "../event-definition";
import { list, plain, sentence, words } from "../sentence";

const tier = z.enum(riskTiers);
const subject = { model: label, version: z.int().positive().nullable() };
type Subject = { model: string; version: number | null };
const of = ({ model, version }: Subject) => (version === null ? model : `${model} ${version}`);

const finding = { number: z.int().positive(), ...subject };
const assessment = { ...subject, revision: z.int().positive() };
const day = z.iso.date();
const reminderStep = z.enum(["due_soon", "overdue"]);

/** Risk assessments, findings and control mappings. */
export const riskEvents = {
  "finding.raised": defineEvent(
    "finding",
    {
      ...finding,
      title: personal,
      severity: z.enum(findingSeverities),
      blocks: z.boolean(),
      ownerUserId: z.string(),
      dueOn: day,
    },
    (p) =>
      sentence`raised the ${plain(p.severity)} finding ${`F-${p.number}`} on ${of(p)}: ${plain(p.title)}${p.blocks ? plain(" (blocks promotions)") : null}`,
    ["title"],
  ),
  "finding.changed": defineEvent(
    "finding",
    { ...finding, fields: z.array(label).min(1), ownerUserId: z.string() },
    (p) =>
      sentence`changed ${plain(list(p.fields.map((field) => field.replace(/UserId$/, "").replace(/[A-Z]/g, "_$&"))))} of finding ${`F-${p.number}`} on ${of(p)}`,
  ),
  "finding.moved": defineEvent(
    "finding",
    { ...finding, from: z.enum(findingStates), to: z.enum(findingStates), until: day.nullable() },
    (p) =>
      sentence`took finding ${`F-${p.number}`} on ${of(p)} from ${plain(p.from)} to ${p.to}${p.until ? plain(` until ${p.until}`) : null}`,
  ),
  "finding.acceptance_expired": defineEvent(
    "finding",
    { ...finding, until: day },
    (p) => sentence`reopened finding ${`F-${p.number}`} on ${of(p)}: its risk was accepted until ${plain(p.until)}`,
  ),
  "finding.acceptance_voided": defineEvent(
    "finding",
    { ...finding, until: day, because: z.array(label).min(1) },
    (p) =>
      sentence`reopened finding ${`F-${p.number}`} on ${of(p)} by a change that ${plain(list(p.because))}: its risk had been accepted until ${plain(p.until)}`,
  ),
  "finding.reminded": defineEvent(
    "finding",
    { ...finding, dueOn: day, step: reminderStep },
    (p) =>
      sentence`reminded that finding ${`F-${p.number}`} on ${of(p)} ${plain(p.step === "overdue" ? `was due on ${p.dueOn}` : `is due on ${p.dueOn}`)}`,
  ),
  "finding.escalated": defineEvent(
    "finding",
    { ...finding, dueOn: day },
    (p) => sentence`escalated finding ${`F-${p.number}`} on ${of(p)}, still open: it was due on ${plain(p.dueOn)}`,
  ),
  "assessment.saved": defineEvent(
    "risk_assessment",
    { ...assessment, fields: z.array(label) },
    (p) =>
      sentence`wrote in revision ${plain(p.revision)} of the risk assessment of ${of(p)}: ${plain(list(p.fields.map((field) => field.replace(/UserId$/, "").replace(/[A-Z]/g, "_$&"))))}`,
  ),
  "assessment.submitted": defineEvent(
    "risk_assessment",
    { ...assessment, tier, computedTier: tier, residual: z.int().positive(), validatorUserId: z.string() },
    (p) =>
      sentence`submitted revision ${plain(p.revision)} of the risk assessment of ${of(p)} for sign-off: ${p.tier} risk, residual score ${plain(p.residual)}`,
  ),
  "assessment.sent_back": defineEvent(
    "risk_assessment",
    assessment,
    (p) => sentence`sent revision ${plain(p.revision)} of the risk assessment of ${of(p)} back to its authors`,
  ),
  "assessment.signed_off": defineEvent(
    "risk_assessment",
    { ...assessment, tier, fromTier: tier, role: label, residual: z.int().positive(), reviewDue: day },
    (p) =>
      sentence`signed off revision ${plain(p.revision)} of the risk assessment of ${of(p)} as ${plain(words(p.role))}: ${p.tier} risk${p.tier === p.fromTier ? null : plain(`, ${p.fromTier} before`)}`,
  ),
  "assessment.sign_off_refused": defineEvent(
    "risk_assessment",
    { ...assessment, cause: label },
    (p) =>
      sentence`was refused to sign off revision ${plain(p.revision)} of the risk assessment of ${of(p)}: ${plain(p.cause)}`,
  ),
  "assessment.review_requested": defineEvent(
    "risk_assessment",
    { ...subject, trigger: label },
    (p) => sentence`asked for a review of the risk assessment of ${of(p)}: ${plain(words(p.trigger))}`,
  ),
  "assessment.reminded": defineEvent(
    "risk_assessment",
    { ...assessment, reviewDue: day, step: reminderStep },
    (p) =>
      sentence`reminded that the risk assessment of ${of(p)} ${plain(p.step === "overdue" ? "was" : "is")} due for review on ${plain(p.reviewDue)}`,
  ),
  "assessment.escalated": defineEvent(
    "risk_assessment",
    { ...assessment, reviewDue: day },
    (p) =>
      sentence`escalated the risk assessment of ${of(p)}, not reviewed: it was due for review on ${plain(p.reviewDue)}`,
  ),
  "control.mapped": defineEvent("control", { control: label, applies: z.boolean(), evidence: z.array(label) }, (p) =>
    p.applies
      ? sentence`mapped the control ${p.control} to ${plain(p.evidence.length ? list(p.evidence) : "nothing yet")}`
      : sentence`took the control ${p.control} as not applicable`,
  ),
  "control.noted": defineEvent(
    "control",
    { control: label, model: label, status: z.enum(controlStatuses) },
    (p) => sentence`noted on control ${p.control} for ${p.model}: ${plain(words(p.status))}`,
  ),
} as const;
