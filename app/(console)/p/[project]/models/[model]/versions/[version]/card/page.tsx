import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHeader } from "@/components/layout/page-header";
import { CardActs } from "@/components/models/card-acts";
import { CardDocument } from "@/components/models/card-document";
import { CardEditing } from "@/components/models/card-editing";
import { CardExports } from "@/components/models/card-exports";
import { CardOutline } from "@/components/models/card-outline";
import { CardRail } from "@/components/models/card-rail";
import { CardStatusChip } from "@/components/models/card-status-chip";
import { RiskTierChip } from "@/components/models/risk-tier-chip";
import { Callout } from "@/components/ui/callout";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { TextLink } from "@/components/ui/text-link";
import { TimeText } from "@/components/ui/time-text";
import { denial } from "@/lib/auth/authorize";
import { requirePage } from "@/lib/auth/page";
import { can } from "@/lib/auth/permissions";
import { cardActsOf } from "@/lib/models/card-acts-view";
import { cardNextStep } from "@/lib/models/card-next-step";
import { findCardPage } from "@/lib/models/card-page-query";
import { paths } from "@/lib/paths";

type Props = {
  params: Promise<{ project: string; model: string; version: string }>;
  searchParams: Promise<{ edit?: string | string[]; revision?: string | string[] }>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { model, version } = await params;
  return { title: `Card of ${decodeURIComponent(model)} ${version}` };
}

const wholeNumber = /^[1-9]\d{0,8}$/;

export default async function CardPage({ params, searchParams }: Props) {
  const { ctx, project } = await requirePage(params, "project.view");
  const { model: name, version: number } = await params;
  const { edit, revision: asked } = await searchParams;
  const revision = typeof asked === "string" && wholeNumber.test(asked) ? Number(asked) : undefined;
  const page = wholeNumber.test(number)
    ? await findCardPage(ctx, decodeURIComponent(name), Number(number), revision)
    : null;
  if (!page) notFound();
  const { version, model, shown, facts, approvedRevision } = page;
  const now = ctx.now();
  const href = paths.card(project.name, model.name, version.version);
  const acts = cardActsOf(page, ctx.actor);
  const editing = edit === "1" && acts.may.edit && facts.status !== "archived";
  const next = cardNextStep({ ...facts, approvedRevision, editors: page.editors.map((editor) => editor.name) });
  const approval = page.reviews.find((review) => review.kind === "approved" && review.revision === shown?.revision);
  const isOld = shown !== null && shown.revision !== facts.revision;
  return (
    <>
      <PageHeader
        crumbs={[
          { label: "Models", href: paths.models(project.name) },
          { label: model.name, href: paths.model(project.name, model.name) },
          { label: `version ${version.version}`, href: paths.version(project.name, model.name, version.version) },
          { label: "card" },
        ]}
        title={
          <>
            Model card{" "}
            <span className="font-normal text-ink-2">
              of <bdi>{model.name}</bdi> {version.version}
            </span>
          </>
        }
        chips={
          <>
            <CardStatusChip status={facts.status} revision={facts.revision} approvedRevision={approvedRevision} />
            <RiskTierChip tier={model.riskTier} />
          </>
        }
        meta={
          shown && (
            <>
              <span>
                Revision {shown.revision} by {shown.editedBy}, <TimeText at={shown.editedAt} />
              </span>
              {approval && (
                <span>
                  Approved by {approval.by}, <TimeText at={approval.at} />
                </span>
              )}
              <span>
                Evidence from run{" "}
                <TextLink href={paths.run(project.name, page.evidence.run.id)}>{page.evidence.run.name}</TextLink>
              </span>
            </>
          )
        }
        actions={
          !editing &&
          acts.may.edit &&
          facts.status !== "archived" && (
            <LinkButton variant="primary" href={`${href}?edit=1`}>
              {shown ? "Edit card" : "Write card"}
            </LinkButton>
          )
        }
      />
      {isOld ? (
        <Callout tone="stale" className="mb-5">
          You are reading revision {shown.revision}
          {shown.revision === approvedRevision ? ", the approved one" : ""}. The newest is{" "}
          <TextLink href={href}>revision {facts.revision}</TextLink>;{" "}
          <TextLink href={`${href}/compare?from=${shown.revision}&to=${facts.revision}`}>see what changed</TextLink>.
        </Callout>
      ) : (
        <div data-print="hide">
          <Callout tone={next.tone} className="mb-5">
            {next.sentence}
          </Callout>
        </div>
      )}
      {editing ? (
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 xl:grid-cols-[196px_minmax(0,1fr)]">
          <CardOutline body={page.body} missing={facts.completeness.missing} />
          <CardEditing project={project.name} page={page} now={now} done={href} />
        </div>
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 xl:grid-cols-[196px_minmax(0,1fr)_276px] print:block">
          <CardOutline body={shown?.body ?? page.body} missing={isOld ? [] : facts.completeness.missing} />
          {shown ? (
            <CardDocument
              project={project.name}
              body={shown.body}
              figures={page.figureViews}
              now={now}
              confirm={
                !isOld && acts.may.edit && facts.status !== "archived"
                  ? { versionId: version.id, seenRevision: facts.revision }
                  : undefined
              }
            />
          ) : (
            <EmptyState title="No card yet">
              A draft fills what the evidence knows: metrics, slices, data, axes, owner. People write what only people
              know: what the model is for, who may be harmed, who can overrule it.
            </EmptyState>
          )}
          <aside aria-label="Review, completeness and sources" data-print="hide" className="flex flex-col gap-4">
            {!isOld && <CardActs project={project.name} {...acts} />}
            {shown && (
              <CardExports
                project={project.name}
                href={href}
                revision={shown.revision}
                mayImport={acts.may.edit && facts.status !== "archived"}
                promotion={page.promotion}
                denied={can(ctx.actor, "audit.export") ? null : denial("audit.export")}
              />
            )}
            <CardRail project={project.name} page={page} href={href} now={now} />
          </aside>
        </div>
      )}
    </>
  );
}
