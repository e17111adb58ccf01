import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ObjectAuditTrail } from "@/components/audit/object-audit-trail";
import { FindingsSection } from "@/components/governance/findings/findings-section";
import { LinksWithMore } from "@/components/governance/links-with-more";
import { AssessmentActs, WriteButton, writeRefusals } from "@/components/governance/risk/assessment-acts";
import { AssessmentForm } from "@/components/governance/risk/assessment-form";
import { AssessmentStatus } from "@/components/governance/risk/assessment-status";
import { AssessmentView } from "@/components/governance/risk/assessment-view";
import { RevisionList } from "@/components/governance/risk/revision-list";
import { SignOffBox } from "@/components/governance/risk/sign-off-box";
import { PageHeader } from "@/components/layout/page-header";
import { TwoColumns } from "@/components/layout/two-columns";
import { RiskTierChip } from "@/components/models/risk-tier-chip";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { requirePage } from "@/lib/auth/page";
import { can } from "@/lib/auth/permissions";
import { listActiveMembers } from "@/lib/governance/active-members-query";
import { dayOf } from "@/lib/governance/findings/finding";
import { emptyAssessment } from "@/lib/governance/risk/assessment";
import { findAssessmentPage } from "@/lib/governance/risk/assessment-page-query";
import { paths } from "@/lib/paths";

type Props = {
  params: Promise<{ project: string; model: string }>;
  searchParams: Promise<{ version?: string | string[]; edit?: string | string[] }>;
};

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  return { title: `Risk of ${decodeURIComponent((await params).model)}` };
}

export default async function ModelRiskPage({ params, searchParams }: Props) {
  const { ctx, project } = await requirePage(params, "project.view");
  const query = await searchParams;
  const version = typeof query.version === "string" && /^\d{1,9}$/.test(query.version) ? Number(query.version) : null;
  const page = await findAssessmentPage(ctx, decodeURIComponent((await params).model), version);
  if (!page) notFound();
  const { model, versions, versionId, revisions, assessment } = page;
  const people = await listActiveMembers(ctx);
  const names = new Map([...page.names, ...people.map((person) => [person.userId, person.name] as const)]);
  const nameOf = (userId: string) => names.get(userId) ?? "somebody who left";
  const newest = revisions[0];
  const shown = revisions.find((row) => row.state === "submitted") ?? newest;
  const here = paths.modelRisk(project.name, model.name, version ?? undefined);
  const editHref = `${here}${version === null ? "?" : "&"}edit=1`;
  const isEditing = query.edit === "1" && writeRefusals(page, ctx.actor).length === 0;
  const about = version === null ? model.name : `${model.name} ${version}`;
  const header = (
    <PageHeader
      crumbs={[
        { label: "Risk", href: paths.risk(project.name) },
        { label: model.name, href: paths.model(project.name, model.name) },
        { label: version === null ? "Assessment" : `Assessment of version ${version}` },
      ]}
      title={
        <>
          Risk of <bdi>{about}</bdi>
        </>
      }
      chips={<RiskTierChip tier={model.riskTier} />}
      meta={
        <>
          {isEditing && (
            <span className="font-medium text-ink">
              You are writing revision {newest?.state === "draft" ? newest.revision : (newest?.revision ?? 0) + 1}
            </span>
          )}
          <AssessmentStatus page={page} today={dayOf(ctx.now())} />
        </>
      }
      actions={
        isEditing ? undefined : (
          <AssessmentActs project={project.name} page={page} actor={ctx.actor} editHref={editHref} />
        )
      }
    />
  );
  if (isEditing)
    return (
      <>
        {header}
        <AssessmentForm
          project={project.name}
          subject={{
            modelId: model.id,
            versionId,
            seen: newest ? { revision: newest.revision, lockVersion: newest.lockVersion } : null,
          }}
          body={newest?.body ?? emptyAssessment}
          people={people}
          mayOverride={can(ctx.actor, "model.set_risk_tier")}
          href={here}
        />
      </>
    );
  return (
    <TwoColumns asideLabel="Sign-off" aside={<SignOffBox project={project.name} page={page} actor={ctx.actor} />}>
      {header}
      {versions.length > 0 && (
        <div className="mb-4">
          <LinksWithMore
            label="Assessment of"
            shown={7}
            options={[
              { href: paths.modelRisk(project.name, model.name), label: "the model", current: version === null },
              ...versions.map((row) => ({
                href: paths.modelRisk(project.name, model.name, row.version),
                label: `version ${row.version}`,
                current: version === row.version,
              })),
            ]}
          />
        </div>
      )}
      <Section
        title={shown ? `Revision ${shown.revision}` : "Assessment"}
        meta={shown && shown !== newest ? "the one that waits for sign-off" : undefined}
      >
        {shown ? (
          <AssessmentView revision={shown} nameOf={nameOf} />
        ) : (
          <Panel>
            <EmptyState
              title={version === null ? "Not assessed yet" : `Version ${version} has no assessment of its own`}
              action={<WriteButton page={page} actor={ctx.actor} editHref={editHref} />}
            >
              {version === null
                ? `${model.name} holds the ${model.riskTier} tier it was created with. A signed-off assessment is what changes it.`
                : "The assessment of the model stands for it. Write one where this version differs in use or in risk."}
            </EmptyState>
          </Panel>
        )}
      </Section>
      <FindingsSection
        ctx={ctx}
        project={project.name}
        subject={{ modelId: model.id, versionId }}
        ownerUserId={model.ownerUserId}
        meta={version === null ? "on the model and all its versions" : "on the model and this version"}
      />
      {revisions.length > 0 && (
        <Section title="History" meta="newest first">
          <Panel padded>
            <RevisionList revisions={revisions} nameOf={nameOf} />
          </Panel>
        </Section>
      )}
      {assessment && (
        <Section id="audit" title="Audit" meta="newest first">
          <ObjectAuditTrail ctx={ctx} project={project.name} objectType="risk_assessment" objectId={assessment.id} />
        </Section>
      )}
    </TwoColumns>
  );
}
