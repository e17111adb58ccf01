import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { FindingStateBadge, SeverityBadge } from "@/components/governance/findings/finding-badges";
import { FindingDialog } from "@/components/governance/findings/finding-dialog";
import { FindingHistory } from "@/components/governance/findings/finding-history";
import { MoveButtons } from "@/components/governance/findings/move-buttons";
import { ProseText } from "@/components/governance/prose-text";
import { PageHeader } from "@/components/layout/page-header";
import { TwoColumns } from "@/components/layout/two-columns";
import { Callout } from "@/components/ui/callout";
import { DescriptionList } from "@/components/ui/description-list";
import { DisabledButton } from "@/components/ui/disabled-button";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { TimeText } from "@/components/ui/time-text";
import { denial } from "@/lib/auth/authorize";
import { requirePage } from "@/lib/auth/page";
import { can } from "@/lib/auth/permissions";
import { listActiveMembers } from "@/lib/governance/active-members-query";
import { findFindingPage } from "@/lib/governance/findings/findings-list-query";
import { findingActor, readFindingFacts } from "@/lib/governance/findings/load-finding";
import { paths } from "@/lib/paths";

type Props = { params: Promise<{ project: string; number: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `F-${(await params).number}` };
}

export default async function FindingPage({ params }: Props) {
  const { ctx, project } = await requirePage(params, "project.view");
  const asked = (await params).number;
  if (!/^[1-9]\d{0,8}$/.test(asked)) notFound();
  const number = Number(asked);
  const page = await findFindingPage(ctx, number);
  if (!page) notFound();
  const { finding, model, version, promotion, owner } = page;
  const [facts, people] = await Promise.all([readFindingFacts(ctx.db, finding), listActiveMembers(ctx)]);
  const name = project.name;
  const refusals = [
    ...(can(ctx.actor, "finding.edit") ? [] : [denial("finding.edit")]),
    ...(finding.state === "closed" ? [`F-${number} is closed. Reopen it with a reason to change it.`] : []),
  ];
  return (
    <TwoColumns
      asideLabel="What can be done"
      aside={
        <Panel padded>
          <h2 className="mb-3">Next step</h2>
          <MoveButtons
            project={name}
            number={number}
            lockVersion={finding.lockVersion}
            facts={facts}
            actor={findingActor(ctx)}
          />
        </Panel>
      }
    >
      <PageHeader
        crumbs={[
          { label: "Risk", href: paths.risk(name) },
          { label: "Findings", href: paths.findings(name) },
          { label: `F-${number}` },
        ]}
        title={<bdi>{finding.title}</bdi>}
        chips={
          <>
            <SeverityBadge severity={finding.severity} />
            <FindingStateBadge state={finding.state} until={finding.acceptedUntil} />
          </>
        }
        meta={
          <span>
            Raised by <bdi>{page.raisedBy}</bdi>, <TimeText at={finding.raisedAt} />
          </span>
        }
        actions={
          refusals.length === 0 ? (
            <FindingDialog
              project={name}
              people={people}
              values={finding}
              edited={{ number, lockVersion: finding.lockVersion }}
            />
          ) : (
            <DisabledButton compact reasons={refusals}>
              Change
            </DisabledButton>
          )
        }
      />
      {page.isBlocking && (
        <Callout tone="fail" glyph="lock" className="mb-5">
          Promotions of <bdi>{model}</bdi> {version} are held up where the policy has a findings gate, until this is
          verified as mitigated and closed, or accepted by a risk officer.
        </Callout>
      )}
      <Section title="What was found">
        <Panel padded>
          {finding.description === "" ? (
            <p className="text-ink-2">Nothing was written beyond the title.</p>
          ) : (
            <ProseText text={finding.description} />
          )}
        </Panel>
      </Section>
      <Section title="Plan to put it right">
        <Panel padded>
          {finding.plan === "" ? (
            <p className="text-ink-2">
              No plan yet. <bdi>{owner}</bdi> writes one under Change.
            </p>
          ) : (
            <ProseText text={finding.plan} />
          )}
        </Panel>
      </Section>
      <Section title="Who and what">
        <Panel padded>
          <DescriptionList
            items={[
              {
                term: "About",
                value: (
                  <TextLink href={version === null ? paths.model(name, model) : paths.version(name, model, version)}>
                    <bdi>{model}</bdi> {version}
                  </TextLink>
                ),
              },
              ...(promotion === null
                ? []
                : [
                    {
                      term: "Promotion",
                      value: (
                        <TextLink
                          href={`${paths.promotion(name, promotion)}${finding.threadId ? `#thread-${finding.threadId}` : finding.gateId ? `#gate-${finding.gateId}` : finding.slice ? "#slices" : ""}`}
                        >
                          P-{promotion}
                        </TextLink>
                      ),
                    },
                  ]),
              ...(finding.slice ? [{ term: "Slice", value: <bdi>{finding.slice}</bdi> }] : []),
              { term: "Owner", value: <bdi>{owner}</bdi> },
              {
                term: "Due",
                value: (
                  <>
                    {finding.dueOn} {page.isOverdue && <span className="text-fail">overdue</span>}
                  </>
                ),
              },
              { term: "Blocks", value: finding.blocks ? "promotions, until it is settled" : "nothing" },
            ]}
          />
        </Panel>
      </Section>
      <Section title="History" meta="newest first">
        <Panel padded>
          <FindingHistory events={page.events} people={people} />
        </Panel>
      </Section>
    </TwoColumns>
  );
}
