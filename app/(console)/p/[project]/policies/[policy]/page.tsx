import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PolicyGatesTable } from "@/components/governance/policy-gates-table";
import { PageHeader } from "@/components/layout/page-header";
import { Callout } from "@/components/ui/callout";
import { Chip } from "@/components/ui/chip";
import { DescriptionList } from "@/components/ui/description-list";
import { Digest } from "@/components/ui/digest";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { TimeText } from "@/components/ui/time-text";
import { requirePage } from "@/lib/auth/page";
import { formatList, plural } from "@/lib/format";
import { approvalSentence } from "@/lib/governance/describe-approval";
import { listPolicyVersions } from "@/lib/governance/queries";
import { paths } from "@/lib/paths";

type Props = {
  params: Promise<{ project: string; policy: string }>;
  searchParams: Promise<{ version?: string | string[] }>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).policy) };
}

export default async function PolicyPage({ params, searchParams }: Props) {
  const { ctx, project } = await requirePage(params, "project.view");
  const versions = await listPolicyVersions(ctx, decodeURIComponent((await params).policy));
  const asked = [(await searchParams).version].flat()[0];
  const newest = versions[0];
  const shown = asked === undefined ? newest : versions.find((entry) => String(entry.version) === asked);
  if (!shown || !newest) notFound();
  const { policy } = shown;
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Policies", href: paths.policies(project.name) }, { label: policy.name }]}
        title={
          <>
            <bdi>{policy.name}</bdi>{" "}
            <span className="font-normal text-ink-3 tabular-nums">version {shown.version}</span>
          </>
        }
        chips={shown === newest ? <Chip tone="pass">in force</Chip> : <Chip tone="stale">replaced</Chip>}
        meta={
          <>
            <span>
              Published <TimeText at={shown.publishedAt} />{" "}
              {shown.publishedBy ? <bdi>by {shown.publishedBy}</bdi> : "as a shipped preset"}
            </span>
            <Digest value={shown.digest} label="policy" />
            <TextLink href={`${paths.audit(project.name)}?object=policy:${shown.policyId}`}>Audit trail</TextLink>
          </>
        }
        summary={<bdi className="whitespace-pre-wrap">{policy.description}</bdi>}
      />
      {shown !== newest && (
        <Callout className="mb-5">
          Version {newest.version} replaced this one. Promotions evaluated under it keep pointing here.{" "}
          <TextLink href={paths.policy(project.name, policy.name)}>See version {newest.version}</TextLink>
        </Callout>
      )}
      <Section title="Applies to">
        <Panel padded>
          <DescriptionList
            items={[
              { term: "Risk tiers", value: formatList(policy.tiers) },
              {
                term: "Environments",
                value: policy.environments ? (
                  <bdi>{formatList(policy.environments)}</bdi>
                ) : (
                  "every environment that no other policy of the tier names"
                ),
              },
              { term: "Approval", value: approvalSentence(policy.approval) },
            ]}
          />
        </Panel>
      </Section>
      <Section title="Gates" meta={plural(policy.gates.length, "gate")}>
        <Panel>
          <PolicyGatesTable gates={policy.gates} />
        </Panel>
      </Section>
      <Section title="Versions" meta={`${versions.length} of ${versions.length}, newest first`}>
        <Panel padded>
          <ul className="flex flex-col gap-1.5">
            {versions.map((entry) => (
              <li key={entry.policyVersionId} className="flex flex-wrap items-center gap-x-4 gap-y-1">
                <TextLink
                  href={paths.policy(project.name, policy.name, entry.version)}
                  aria-current={entry === shown ? "true" : undefined}
                >
                  Version {entry.version}
                </TextLink>
                <span className="text-s text-ink-2">
                  <TimeText at={entry.publishedAt} />
                </span>
                <Digest value={entry.digest} bare />
              </li>
            ))}
          </ul>
        </Panel>
      </Section>
    </>
  );
}
