import { ActDialog } from "@/components/acts/act-dialog";
import { reasonField } from "@/components/acts/act-field";
import { DisabledButton } from "@/components/ui/disabled-button";
import { Panel } from "@/components/ui/panel";
import type { UserActor } from "@/lib/context";
import { riskScore } from "@/lib/governance/risk/assessment";
import type { AssessmentPage } from "@/lib/governance/risk/assessment-page-query";
import { lowersTier, signOffRefusals, signOffStatement } from "@/lib/governance/risk/sign-off";
import { sendBackAssessmentAction } from "@/lib/governance/risk-actions";
import { SignOffButton } from "./sign-off-button";

type SignOffBoxProps = { project: string; page: AssessmentPage; actor: UserActor };

/** Who may sign the submitted revision off, who may not and why, and the signature itself. */
export function SignOffBox({ project, page, actor }: SignOffBoxProps) {
  const { model, version, assessment, conflicts } = page;
  const revision = page.revisions.find((row) => row.state === "submitted");
  if (!assessment || !revision)
    return (
      <Panel padded>
        <h2 className="mb-2">Sign-off</h2>
        <p className="text-s text-ink-2">
          Nothing waits for a signature. An author submits a draft; then a reviewer or risk officer who did not write
          it, does not own the model or its risk, and did not register or run a version signs it off.
        </p>
      </Panel>
    );
  const refusals = signOffRefusals(
    {
      state: revision.state,
      conflicts,
      lowersTier: lowersTier(version === null, model.riskTier, revision.tier),
      bodyDigest: revision.bodyDigest,
      shownDigest: revision.bodyDigest,
    },
    actor,
  );
  const tier = revision.tier ?? model.riskTier;
  const residual = riskScore(revision.body.residual);
  const statement = signOffStatement({ model: model.name, version, revision: revision.revision, tier, residual });
  const isAuthor = conflicts.some(
    (entry) => entry.personId === actor.personId && entry.reasons.includes("wrote in this revision"),
  );
  const mayReturn = isAuthor || actor.roles.some((role) => role === "reviewer" || role === "risk_officer");
  return (
    <Panel className="divide-y divide-line">
      <div className="px-3.5 py-3">
        <h2>Sign-off of revision {revision.revision}</h2>
        <p className="mt-1.5 text-s text-ink-2">
          A reviewer or risk officer outside this list signs.{" "}
          {version === null
            ? tier === model.riskTier
              ? `The model stays at ${tier} risk.`
              : `The model then moves from ${model.riskTier} to ${tier} risk; approvals given before become stale.`
            : "Approvals given before on this model become stale."}
        </p>
      </div>
      <div className="px-3.5 py-3">
        <h3 className="mb-1.5 text-xs font-normal text-ink-3">May not sign</h3>
        <ul className="flex flex-col gap-1.5 text-s">
          {conflicts.map(({ personId, name, reasons }) => (
            <li key={personId}>
              <bdi className="font-medium">{personId === actor.personId ? `${name} (you)` : name}</bdi>{" "}
              <span className="text-ink-2">{reasons.join(", ")}</span>
            </li>
          ))}
        </ul>
      </div>
      <div className="flex flex-col gap-2.5 px-3.5 py-3">
        {refusals.length > 0 ? (
          <DisabledButton variant="primary" className="w-full" reasons={refusals}>
            Sign off
          </DisabledButton>
        ) : (
          <SignOffButton
            project={project}
            statement={statement}
            input={{
              assessmentId: assessment.id,
              revision: revision.revision,
              bodyDigest: revision.bodyDigest,
              signer: actor.userId,
            }}
          />
        )}
        {mayReturn ? (
          <ActDialog
            project={project}
            draft={`send-back:${assessment.id}`}
            label={isAuthor ? "Take back" : "Send back"}
            title={`${isAuthor ? "Take back" : "Send back"} revision ${revision.revision}`}
            consequence="It becomes a draft again; its authors change it and submit it anew."
            done="The revision is a draft again."
            fields={[reasonField("What has to change. Shown to the authors and kept in the audit log.")]}
            fixed={{
              assessmentId: assessment.id,
              revision: revision.revision,
              lockVersion: revision.lockVersion,
            }}
            action={sendBackAssessmentAction}
            wide
          />
        ) : (
          <DisabledButton
            className="w-full"
            reasons={["Its authors take it back; a reviewer or a risk officer sends it back."]}
          >
            Send back
          </DisabledButton>
        )}
      </div>
    </Panel>
  );
}
