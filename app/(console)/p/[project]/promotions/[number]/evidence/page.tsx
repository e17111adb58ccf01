import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHeader } from "@/components/layout/page-header";
import { SectionAnchors } from "@/components/layout/section-anchors";
import { ContractPanel } from "@/components/promotions/contract-panel";
import { EvidenceComparisons } from "@/components/promotions/evidence/evidence-comparisons";
import { EvidenceMetrics, EvidenceSlices } from "@/components/promotions/evidence/evidence-figures";
import { EvidenceAxes, EvidenceLineage, EvidenceSeeds } from "@/components/promotions/evidence/evidence-origin";
import {
  EvidenceCard,
  EvidenceChecks,
  EvidencePeople,
  EvidenceRisk,
} from "@/components/promotions/evidence/evidence-records";
import { buttonStyle } from "@/components/ui/button-style";
import { Chip } from "@/components/ui/chip";
import { Digest } from "@/components/ui/digest";
import { Section } from "@/components/ui/section";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import { AgeText, TimeText } from "@/components/ui/time-text";
import { requirePage } from "@/lib/auth/page";
import { formatCount, plural } from "@/lib/format";
import { paths } from "@/lib/paths";
import { findEvidenceDocument, readNumber } from "@/lib/promotions/evidence-document-query";

type Props = {
  params: Promise<{ project: string; number: string }>;
  searchParams: Promise<{ evaluation?: string | string[] }>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Evidence of P-${(await params).number}` };
}

const anchors = [
  ["metrics", "Metrics"],
  ["slices", "Slices"],
  ["axes", "Axes"],
  ["contract", "Contract"],
  ["comparisons", "Comparisons"],
  ["lineage", "Lineage"],
  ["seeds", "Seeds"],
  ["checks", "CI checks"],
  ["card", "Model card"],
  ["risk", "Risk"],
  ["people", "People and plans"],
].map(([id = "", label = ""]) => ({ id, label }));
const mostEvaluations = 8;

export default async function EvidencePage({ params, searchParams }: Props) {
  const { ctx, project } = await requirePage(params, "project.view");
  const number = readNumber((await params).number);
  const { evaluation } = await searchParams;
  const asked = evaluation === undefined ? null : readNumber(String(evaluation));
  if (number === null || (evaluation !== undefined && asked === null)) notFound();
  const page = await findEvidenceDocument(ctx, number, asked);
  if (!page) notFound();
  const { evidence, stored, model, replay } = page;
  const now = ctx.now();
  const runHref = (runId: string) => paths.run(project.name, runId);
  const measured = evidence.candidate.measuredAt;
  return (
    <>
      <PageHeader
        crumbs={[
          { label: "Promotions", href: paths.promotions(project.name) },
          { label: `P-${number}`, href: paths.promotion(project.name, number) },
          { label: "Evidence" },
        ]}
        title={`Evidence of P-${number}`}
        chips={
          replay.same && replay.evidenceDigestHolds ? (
            <Chip tone="pass">Evaluated again: same result, byte for byte</Chip>
          ) : (
            <Chip tone="fail">Evaluated again: not the same result</Chip>
          )
        }
        meta={
          <>
            <span>
              Evaluation {stored.evaluation}, gathered <TimeText at={new Date(evidence.gatheredAt)} />
            </span>
            <Digest value={stored.digest} label="evidence" />
            <span>policy version {stored.policyVersion}</span>
          </>
        }
        summary="What the gates read, as it was stored: the same document under the same policy version gives the same verdict on any machine."
        actions={
          <a
            href={paths.promotionEvidenceJson(project.name, number, stored.evaluation)}
            download
            className={buttonStyle()}
          >
            Download JSON
          </a>
        }
      />
      {page.evaluations.length > 1 && (
        <SegmentedLinks
          label="Evaluation"
          options={page.evaluations.slice(0, mostEvaluations).map((entry) => ({
            label: `Evaluation ${entry.evaluation}`,
            href: paths.promotionEvidence(project.name, number, entry.evaluation),
            current: entry.evaluation === stored.evaluation,
          }))}
        />
      )}
      <div className="mt-4">
        <SectionAnchors anchors={anchors} />
      </div>
      <Section
        id="metrics"
        title="Metrics"
        className="mt-7.5"
        meta={
          measured ? (
            <>
              {formatCount(evidence.candidate.metrics.length)} on record, measured{" "}
              <AgeText at={new Date(measured)} now={now} />
            </>
          ) : (
            "when they were measured is not on record"
          )
        }
      >
        <EvidenceMetrics evidence={evidence} runHref={runHref} />
      </Section>
      <Section
        id="slices"
        title="Slices"
        meta={`${plural(evidence.candidate.slices.length, "slice")}; ${
          evidence.paired
            ? "decisions of both versions on the same rows are on record, so slices are compared in pairs"
            : "compared by their counts"
        }`}
      >
        <EvidenceSlices evidence={evidence} runHref={runHref} />
      </Section>
      <Section id="axes" title="Axes" meta="from the run's record">
        <EvidenceAxes evidence={evidence} />
      </Section>
      <Section id="contract" title="Contract" meta="signatures of the runs, against live and registered consumers">
        <ContractPanel evidence={evidence} consumersHref={`${paths.model(project.name, model.name)}#consumers`} />
      </Section>
      <Section id="comparisons" title="Attached comparisons" meta="as they were when this was gathered">
        <EvidenceComparisons project={project.name} comparisons={evidence.comparisons} />
      </Section>
      <Section id="lineage" title="Lineage" meta="from the run's record and its source tags">
        <EvidenceLineage evidence={evidence} />
      </Section>
      <Section id="seeds" title="Seeds" meta={`${plural(evidence.seeds.length, "run")} of the same recipe`}>
        <EvidenceSeeds evidence={evidence} runHref={runHref} now={now} />
      </Section>
      <Section id="checks" title="CI checks" meta="as pipelines reported them">
        <EvidenceChecks evidence={evidence} now={now} />
      </Section>
      <Section id="card" title="Model card">
        <EvidenceCard evidence={evidence} now={now} />
      </Section>
      <Section id="risk" title="Risk and findings">
        <EvidenceRisk evidence={evidence} now={now} />
      </Section>
      <Section id="people" title="People and plans">
        <EvidencePeople evidence={evidence} now={now} />
      </Section>
    </>
  );
}
