import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PolicyAfterRetirement } from "@/components/governance/policy-after-retirement";
import { PolicyBacktest } from "@/components/governance/policy-backtest";
import { PolicyBacktestRecord } from "@/components/governance/policy-backtest-record";
import { PolicyChanges } from "@/components/governance/policy-changes";
import { PolicyDecisionPanel } from "@/components/governance/policy-decision-panel";
import { PolicyDraftHeader } from "@/components/governance/policy-draft-header";
import { type Pane, PolicyEditor } from "@/components/governance/policy-editor";
import { PolicyGatesTable } from "@/components/governance/policy-gates-table";
import { Callout } from "@/components/ui/callout";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { TabLinks } from "@/components/ui/tab-links";
import { TextDiff } from "@/components/ui/text-diff";
import { requirePage } from "@/lib/auth/page";
import { DomainError } from "@/lib/errors";
import { formatDate } from "@/lib/format-time";
import { type DraftPage, loadDraftPage } from "@/lib/governance/drafts/draft-page-query";
import { policyToYaml } from "@/lib/governance/editor/policy-yaml";
import { diffPolicies } from "@/lib/governance/policy-diff";
import { listEnvironments, listModelNames } from "@/lib/governance/queries";

type Props = {
  params: Promise<{ project: string; draft: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Draft D-${(await params).draft}` };
}

const views = ["edit", "changes", "backtest"] as const;
type View = (typeof views)[number];
const viewNames: Readonly<Record<View, string>> = { edit: "Edit", changes: "Changes", backtest: "Back-test" };
const paneNames: readonly Pane[] = ["form", "yaml", "changes"];

export default async function PolicyDraftPage({ params, searchParams }: Props) {
  const { ctx, project } = await requirePage(params, "project.view");
  const number = Number((await params).draft);
  if (!Number.isSafeInteger(number) || number < 1 || number > 2_147_483_647) notFound();
  const page = await loadDraftPage(ctx, number).catch((error: unknown) => {
    if (error instanceof DomainError && error.code === "NOT_FOUND") notFound();
    throw error;
  });
  if (page.draft.kind === "retirement")
    return <Retirement project={project.name} page={page} signer={ctx.actor.userId} />;
  const search = await searchParams;
  const asked = (name: string) => [search[name]].flat()[0];
  const canEdit = page.refusals.edit.length === 0;
  const possible = views.filter((view) => view !== "edit" || canEdit);
  const first: View = canEdit && page.draft.state === "draft" ? "edit" : "changes";
  const view = possible.find((one) => one === asked("view")) ?? first;
  return (
    <>
      <PolicyDraftHeader project={project.name} page={page} />
      <PolicyDecisionPanel project={project.name} page={page} signer={ctx.actor.userId} />
      <PolicyBacktestRecord page={page} />
      <div className="mb-4">
        <TabLinks
          label="Views of the draft"
          tabs={possible.map((one) => ({ href: `?view=${one}`, label: viewNames[one], current: one === view }))}
        />
      </div>
      {view === "edit" && (
        <PolicyEditor
          key={page.draft.lockVersion}
          project={project.name}
          draft={{
            number,
            lockVersion: page.draft.lockVersion,
            source: page.draft.source,
            isProposed: page.draft.state === "proposed",
          }}
          known={{
            models: (await listModelNames(ctx)).map((model) => model.name),
            environments: (await listEnvironments(ctx)).map((environment) => environment.name),
          }}
          live={page.live && { policy: page.live.policy, words: liveWords(page) ?? "" }}
          pane={paneNames.find((one) => one === asked("pane")) ?? "form"}
        />
      )}
      {view === "changes" && <Changes page={page} />}
      {view === "backtest" && (
        <PolicyBacktest
          project={project.name}
          number={number}
          show={asked("show") ?? ""}
          scope={asked("scope") === "all" ? "all" : "newest"}
        />
      )}
    </>
  );
}

function Retirement({ project, page, signer }: { project: string; page: DraftPage; signer: string }) {
  const { draft, live, policy, after } = page;
  return (
    <>
      <PolicyDraftHeader project={project} page={page} />
      <PolicyDecisionPanel project={project} page={page} signer={signer} />
      {draft.state === "proposed" && (
        <Section title="What then applies" meta="as models and policies are now">
          <PolicyAfterRetirement project={project} after={after} />
        </Section>
      )}
      {policy && (
        <Section title="Gates that end" meta={`${policy.gates.length} of version ${live?.version}`}>
          <Panel>
            <PolicyGatesTable gates={policy.gates} />
          </Panel>
        </Section>
      )}
    </>
  );
}

const liveWords = ({ live }: DraftPage) =>
  live ? `version ${live.version}, published ${formatDate(live.publishedAt)}` : null;

function Changes({ page }: { page: DraftPage }) {
  const { policy, live, draft, parsed, affected } = page;
  if (!policy)
    return (
      <Callout tone="fail">
        The text is not a policy yet.{" "}
        {parsed.problems[0] && `Line ${parsed.problems[0].line}: ${parsed.problems[0].message}.`}
      </Callout>
    );
  const liveText = live ? (live.source ?? policyToYaml(live.policy)) : null;
  return (
    <>
      <Section title="What changes">
        <PolicyChanges
          diff={diffPolicies(live?.policy ?? null, policy)}
          against={liveWords(page)}
          open={affected.filter((one) => one.becomes === "judged_by_draft").map((one) => one.number)}
        />
      </Section>
      {liveText !== null && (
        <Section title="Text" meta="line by line, against the live version">
          <TextDiff from={liveText} to={draft.source} />
        </Section>
      )}
      <Section title="Gates" meta={`${policy.gates.length} as they would be`}>
        <Panel>
          <PolicyGatesTable gates={policy.gates} />
        </Panel>
      </Section>
    </>
  );
}
