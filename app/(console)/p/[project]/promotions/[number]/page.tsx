import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Suspense } from "react";
import { EvidenceButton } from "@/components/audit/evidence-button";
import { ObjectAuditTrail } from "@/components/audit/object-audit-trail";
import { MetricTable } from "@/components/compare/metric-table";
import { ChecksSection } from "@/components/governance/checks-section";
import { FindingsSection } from "@/components/governance/findings/findings-section";
import { LiveNotice } from "@/components/layout/live-notice";
import { SectionAnchors } from "@/components/layout/section-anchors";
import { StickyBar } from "@/components/layout/sticky-bar";
import { TwoColumns } from "@/components/layout/two-columns";
import { ChangedSection } from "@/components/promotions/changed-section";
import { ChangesPanel } from "@/components/promotions/changes-panel";
import { ComparisonsSection } from "@/components/promotions/comparisons-section";
import { ContractPanel } from "@/components/promotions/contract-panel";
import { DecisionBar } from "@/components/promotions/decision-bar";
import { DecisionBox } from "@/components/promotions/decision-box";
import { Discussion } from "@/components/promotions/discussion/discussion";
import { EmergencyBanner } from "@/components/promotions/emergency-banner";
import { GateStrip } from "@/components/promotions/gate-strip";
import { GatesTable } from "@/components/promotions/gates-table";
import { RollbackPlanView, RolloutPlanView } from "@/components/promotions/plan-view";
import { PromotionHeader } from "@/components/promotions/promotion-header";
import { remedyHrefs } from "@/components/promotions/remedy-hrefs";
import { ReviewEmergencyButton } from "@/components/promotions/review-emergency-button";
import { SlicesSection } from "@/components/promotions/slices-section";
import { WaiversSection } from "@/components/promotions/waivers-section";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { SkeletonPage } from "@/components/ui/skeleton";
import { TextLink } from "@/components/ui/text-link";
import { headOfLog } from "@/lib/api/events/head-of-log";
import { type PageAccess, requirePage } from "@/lib/auth/page";
import { can } from "@/lib/auth/permissions";
import { requestOrigin } from "@/lib/auth/request";
import { formatCount, plural } from "@/lib/format";
import { onePage } from "@/lib/one-page";
import { paths } from "@/lib/paths";
import { threadsAbout } from "@/lib/promotions/discussion/thread-links";
import { listMentionable } from "@/lib/promotions/discussion/threads-query";
import { findPromotion } from "@/lib/promotions/load-promotion";
import { promotionAnchors } from "@/lib/promotions/page-anchors";
import { findPromotionPage } from "@/lib/promotions/promotion-page-query";

type Props = {
  params: Promise<{ project: string; number: string }>;
  searchParams: Promise<{ threads?: string | string[]; about?: string | string[] }>;
};

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  return { title: `P-${(await params).number}` };
}

export default async function PromotionPage({ params, searchParams }: Props) {
  const { ctx: asker, project } = await requirePage(params, "project.view");
  const ctx = onePage(asker);
  const number = Number((await params).number);
  if (!Number.isSafeInteger(number) || number < 1 || number > 2_147_483_647) notFound();
  if (!(await findPromotion(ctx, number))) notFound();
  return (
    <Suspense fallback={<SkeletonPage label={`P-${number}`} />}>
      <Promotion ctx={ctx} project={project} number={number} query={await searchParams} />
    </Suspense>
  );
}

/** All of it judged on the facts as they are now, which takes a moment. */
async function Promotion({
  ctx,
  project,
  number,
  query,
}: PageAccess & { number: number; query: Awaited<Props["searchParams"]> }) {
  const after = await headOfLog(ctx.db);
  const page = await findPromotionPage(ctx, project.name, number);
  if (!page) notFound();
  const { promotion, model, version, live, comparison, compareState, evaluation, policy, people } = page;
  const now = ctx.now();
  const here = paths.promotion(project.name, promotion.number);
  const threadsOn = (anchor: string) => threadsAbout(page.threads, anchor, here);
  const policyHref = paths.policy(project.name, policy.policy.name, policy.version);
  return (
    <>
      <LiveNotice
        url={paths.events(project.name)}
        after={after}
        object={{ type: "promotion", id: promotion.id }}
        self={`person:${ctx.actor.personId}`}
      />
      <TwoColumns
        aside={<DecisionBox project={project.name} page={page} actor={ctx.actor} now={now} />}
        asideLabel="Decision"
      >
        <PromotionHeader project={project.name} page={page} now={now} />
        {page.emergency && (
          <EmergencyBanner
            project={project.name}
            emergency={page.emergency}
            now={now}
            className="mt-3"
            actions={<ReviewEmergencyButton project={project.name} page={page} />}
          />
        )}
        <div className="mt-5">
          <GateStrip counts={evaluation.counts} closest={evaluation.closest} />
        </div>
        <div className="mt-4">
          <SectionAnchors anchors={promotionAnchors(comparison !== null, page.changes.length > 0)} />
        </div>
        {page.changes.length > 0 && (
          <Section id="changes" title="Changed since evaluation" meta="approvals given before are void">
            <ChangesPanel changes={page.changes} />
          </Section>
        )}
        <Section
          id="gates"
          title="Gates"
          meta="closest to failing first; headroom is the distance to the limit, as a share of it"
          actions={<TextLink href={paths.promotionEvidence(project.name, number)}>All evidence</TextLink>}
          className="mt-7.5"
        >
          <Panel>
            <GatesTable
              rows={page.gates}
              live={live ? `Live ${live.version}` : "Live"}
              gateHref={(gateId) => `${policyHref}#gate-${gateId}`}
              threadsOn={threadsOn}
              remedyHref={remedyHrefs(project.name, model.name, version.version)}
            />
          </Panel>
        </Section>
        <WaiversSection project={project.name} page={page} actor={ctx.actor} now={now} />
        <Section id="contract" title="Contract" meta="what it takes and gives, and who would break">
          <ContractPanel
            evidence={page.judged.present.evidence}
            consumersHref={`${paths.model(project.name, model.name)}#consumers`}
          />
        </Section>
        {comparison && compareState ? (
          <>
            <ChangedSection
              project={project.name}
              comparison={comparison}
              versions={`version ${live?.version} against ${version.version}`}
            />
            <SlicesSection
              project={project.name}
              state={compareState}
              comparison={comparison}
              evaluation={evaluation}
              threadsOn={threadsOn}
            />
            <Section
              id="metrics"
              title="Metrics against live"
              meta={page.run?.evalRows ? `n = ${formatCount(page.run.evalRows)}` : undefined}
            >
              <MetricTable
                rows={comparison.metricRows}
                baseline={comparison.baseline.name}
                candidates={comparison.candidates.map((run) => run.name)}
              />
            </Section>
          </>
        ) : (
          <Section id="metrics" title="Metrics against live">
            <Panel padded>
              <p className="text-ink-2">
                Nothing was live in {promotion.environment} when the gates were evaluated: this is the first version of{" "}
                {model.name} there, so nothing can get worse against it.
              </p>
            </Panel>
          </Section>
        )}
        <ComparisonsSection project={project.name} page={page} />
        <ChecksSection
          project={project.name}
          origin={await requestOrigin()}
          checks={page.checks}
          now={now}
          subject={{ commit: page.run?.codeCommit ?? null, model: model.name, version: version.version }}
          canCreateToken={can(ctx.actor, "token.create")}
        />
        <div className="grid gap-x-6 lg:grid-cols-2">
          <Section id="rollout-plan" title="Rollout plan" meta="part of the subject" className="mt-7.5">
            <RolloutPlanView plan={page.rolloutPlan} people={people} />
          </Section>
          <Section id="rollback-plan" title="Rollback plan" meta="part of the subject" className="mt-7.5">
            <RollbackPlanView plan={page.rollbackPlan} people={people} returnsTo={page.returnsTo} />
          </Section>
        </div>
        <FindingsSection
          ctx={ctx}
          project={project.name}
          subject={{ modelId: model.id, versionId: version.id, promotionId: promotion.id }}
          ownerUserId={model.ownerUserId}
          meta="on the model and this version"
        />
        <Section
          id="discussion"
          title="Discussion"
          meta={`${plural(page.unresolved, "unresolved thread")} of ${page.threads.length}`}
        >
          <Discussion
            project={project.name}
            page={page}
            people={await listMentionable(ctx)}
            userId={ctx.actor.userId}
            now={now}
            isFiltered={query.threads === "unresolved"}
            about={typeof query.about === "string" ? query.about : ""}
            mayRaise={can(ctx.actor, "finding.raise")}
            hrefs={{ all: `${here}#discussion`, unresolved: `${here}?threads=unresolved#discussion` }}
          />
        </Section>
        <Section
          id="history"
          title="History"
          meta="from the audit log"
          actions={<EvidenceButton ctx={ctx} address={paths.promotion(project.name, promotion.number)} />}
        >
          <ObjectAuditTrail ctx={ctx} project={project.name} objectType="promotion" objectId={promotion.id} />
        </Section>
      </TwoColumns>
      <StickyBar label="Decision">
        <DecisionBar page={page} />
      </StickyBar>
    </>
  );
}
