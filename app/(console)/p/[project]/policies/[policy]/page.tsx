import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PolicyChanges } from "@/components/governance/policy-changes";
import { PolicyGatesTable } from "@/components/governance/policy-gates-table";
import { ProposeRetirement } from "@/components/governance/propose-retirement";
import { StartDraftButton } from "@/components/governance/start-draft-button";
import { PageHeader } from "@/components/layout/page-header";
import { buttonStyle } from "@/components/ui/button-style";
import { Callout } from "@/components/ui/callout";
import { Chip } from "@/components/ui/chip";
import { DescriptionList } from "@/components/ui/description-list";
import { Digest } from "@/components/ui/digest";
import { DisabledButton } from "@/components/ui/disabled-button";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { TimeText } from "@/components/ui/time-text";
import { requirePage } from "@/lib/auth/page";
import { can } from "@/lib/auth/permissions";
import { formatList, plural } from "@/lib/format";
import { approvalSentence } from "@/lib/governance/describe-approval";
import { readAfterRetirement } from "@/lib/governance/drafts/judge-draft";
import { diffPolicies } from "@/lib/governance/policy-diff";
import { listPolicies, listPolicyVersions, type PublishedPolicy } from "@/lib/governance/queries";
import { paths } from "@/lib/paths";

type Props = {
  params: Promise<{ project: string; policy: string }>;
  searchParams: Promise<{ version?: string | string[] }>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).policy) };
}

const noEdit = "Your roles may not write policies; a reviewer or a risk officer may.";

export default async function PolicyPage({ params, searchParams }: Props) {
  const { ctx, project } = await requirePage(params, "project.view");
  const versions = await listPolicyVersions(ctx, decodeURIComponent((await params).policy));
  const asked = [(await searchParams).version].flat()[0];
  const newest = versions[0];
  const shown = asked === undefined ? newest : versions.find((entry) => String(entry.version) === asked);
  if (!shown || !newest) notFound();
  const { policy } = shown;
  const before = versions.find((entry) => entry.version === shown.version - 1);
  const mayEdit = can(ctx.actor, "policy.edit");
  const ended = newest.retirement;
  const others = (await listPolicies(ctx)).filter((entry) => entry.policyId !== newest.policyId);
  const after = ended ? [] : await readAfterRetirement(ctx, newest, others);
  const draftWords = ended ? `Bring back as version ${newest.version + 1}` : `Draft version ${newest.version + 1}`;
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
        chips={
          shown !== newest ? (
            <Chip tone="stale">replaced</Chip>
          ) : ended ? (
            <Chip tone="stale">retired</Chip>
          ) : (
            <Chip tone="pass">in force</Chip>
          )
        }
        meta={
          <>
            <span>
              Published <TimeText at={shown.publishedAt} />{" "}
              {shown.publishedBy ? <PublishedBy version={shown} /> : "as a shipped preset"}
            </span>
            {shown.draft !== null && (
              <TextLink href={paths.policyDraft(project.name, shown.draft)}>Draft D-{shown.draft}</TextLink>
            )}
            <Digest value={shown.digest} label="policy" />
            <TextLink href={`${paths.audit(project.name)}?object=policy:${shown.policyId}`}>Audit trail</TextLink>
          </>
        }
        summary={<bdi className="whitespace-pre-wrap">{policy.description}</bdi>}
        actions={
          <>
            <a href={paths.policyYaml(project.name, policy.name, shown.version)} download className={buttonStyle()}>
              Download YAML
            </a>
            {!ended && (
              <ProposeRetirement
                project={project.name}
                policy={{ name: policy.name, version: newest.version }}
                after={after}
                refusals={mayEdit ? [] : [noEdit]}
              />
            )}
            {mayEdit ? (
              <StartDraftButton
                project={project.name}
                input={{ from: "policy", policy: policy.name }}
                variant="primary"
              >
                {draftWords}
              </StartDraftButton>
            ) : (
              <DisabledButton compact reasons={[noEdit]}>
                {draftWords}
              </DisabledButton>
            )}
          </>
        }
      />
      {ended && (
        <Callout tone="stale" glyph="stop" className="mb-5">
          <b className="font-medium">Retired</b> <TimeText at={ended.at} />: it decides on nothing. Proposed by{" "}
          <bdi>{ended.proposedBy}</bdi>, approved by <bdi>{ended.approvedBy}</bdi> in{" "}
          <TextLink href={paths.policyDraft(project.name, ended.draft)}>D-{ended.draft}</TextLink>.{" "}
          <bdi>“{ended.reason}”</bdi>
        </Callout>
      )}
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
                term: "Models",
                value: policy.models ? (
                  <bdi>{formatList(policy.models)}</bdi>
                ) : (
                  "every model that no other policy of the tier names"
                ),
              },
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
      {before && (
        <Section title={`Against version ${before.version}`}>
          <PolicyChanges diff={diffPolicies(before.policy, policy)} against={`version ${before.version}`} />
        </Section>
      )}
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
                  <TimeText at={entry.publishedAt} />{" "}
                  {entry.publishedBy ? <PublishedBy version={entry} /> : "shipped preset"}
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

const PublishedBy = ({ version }: { version: PublishedPolicy }) => (
  <bdi>
    by {version.publishedBy}
    {version.approvedBy ? `, approved by ${version.approvedBy}` : ", by one person, as was possible then"}
  </bdi>
);
