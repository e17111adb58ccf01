import "server-only";
import type { Context } from "@/lib/context";
import { frameworkWords } from "@/lib/governance/controls/catalogue";
import { listControls } from "@/lib/governance/controls/controls-query";
import { evidenceWords } from "@/lib/governance/controls/evidence-kinds";
import { type AssessmentPage, findAssessmentPage } from "@/lib/governance/risk/assessment-page-query";
import { bodyFields } from "@/lib/governance/risk/body-diff";
import type { SignedAct } from "./exports/annex-report";
import type { ReportAssessment, ReportControl } from "./exports/annex-risk";

/** The assessments of a model and of one of its versions as the report shows them, with every sign-off there was. */
export async function readReportAssessments(ctx: Context, name: string, number: number) {
  const pages = await Promise.all([findAssessmentPage(ctx, name, null), findAssessmentPage(ctx, name, number)]);
  const found = pages.filter((page) => page !== null);
  return { assessments: found.map(reportOf), signOffs: found.flatMap(signOffsOf) };
}

const aboutOf = ({ model, version }: AssessmentPage) => (version === null ? model.name : `${model.name} ${version}`);

function reportOf(page: AssessmentPage): ReportAssessment {
  const { revisions, names, triggers, version } = page;
  const signed = revisions.find((row) => row.state === "signed_off");
  const open = revisions.find((row) => row.state === "draft" || row.state === "submitted");
  return {
    about: aboutOf(page),
    isOfVersion: version !== null,
    signed:
      signed?.signature && signed.signedAt
        ? {
            revision: signed.revision,
            signer: signed.signature.printedName,
            role: signed.signature.role,
            signedAt: signed.signedAt,
            bodyDigest: signed.signature.bodyDigest,
            reviewDue: signed.reviewDue,
            fields: bodyFields(signed.body, (userId) => names.get(userId) ?? "somebody who left"),
            monitoring: signed.body.monitoring,
            stopPlan: signed.body.stopPlan,
          }
        : null,
    open: open ? { revision: open.revision, state: open.state === "draft" ? "draft" : "submitted" } : null,
    openTriggers: triggers.filter(({ trigger }) => trigger.answeredBy === null).length,
  };
}

const signOffsOf = (page: AssessmentPage): SignedAct[] =>
  page.revisions.flatMap(({ signature, revision, state }) =>
    signature
      ? [
          {
            ...signature,
            what: `risk assessment of ${aboutOf(page)}, revision ${revision}`,
            digest: signature.bodyDigest,
            state: state === "signed_off" ? "valid" : state.replaceAll("_", " "),
          },
        ]
      : [],
  );

/** The project's control mappings with what is on record and noted for a model, as the report shows them. */
export async function readReportControls(ctx: Context, modelId: string): Promise<ReportControl[]> {
  const rows = await listControls(ctx, modelId);
  return rows.map(
    ({ framework, reference, title, applies, reason, present, missing, mapped, lockVersion, ...row }) => ({
      framework: frameworkWords[framework],
      reference,
      title,
      applies,
      reason,
      present: present.map((kind) => evidenceWords[kind]),
      missing: missing.map((kind) => evidenceWords[kind]),
      mapping: mapped ? { ...mapped, revision: lockVersion } : null,
      note: row.noted ? { ...row.noted, status: row.status.replaceAll("_", " "), text: row.note } : null,
    }),
  );
}
