import { PageHeader } from "@/components/layout/page-header";
import { Callout } from "@/components/ui/callout";
import { Chip } from "@/components/ui/chip";
import { TextLink } from "@/components/ui/text-link";
import { TimeText } from "@/components/ui/time-text";
import { formatList, plural } from "@/lib/format";
import type { DraftPage } from "@/lib/governance/drafts/draft-page-query";
import { paths } from "@/lib/paths";
import { draftTone, draftWord } from "./policy-draft-state";
import { StartDraftButton } from "./start-draft-button";

type Props = { project: string; page: DraftPage };

/** What the draft is, where it stands and who has to act next. */
export function PolicyDraftHeader({ project, page }: Props) {
  const { draft, live, createdBy } = page;
  const isOver = draft.kind === "version" && (draft.state === "rejected" || draft.state === "withdrawn");
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Policies", href: paths.policies(project) }, { label: `D-${draft.number}` }]}
        title={
          <>
            <bdi>{draft.name}</bdi> <span className="font-normal text-ink-3 tabular-nums">{changeWords(page)}</span>
          </>
        }
        chips={
          <Chip tone={draftTone[draft.state]} glyph={null}>
            {draftWord(draft)}
          </Chip>
        }
        meta={
          <>
            <span>
              {draft.kind === "retirement" ? "Proposal" : "Draft"} D-{draft.number}, started by <bdi>{createdBy}</bdi>{" "}
              <TimeText at={draft.createdAt} />
            </span>
            {live && (
              <TextLink href={paths.policy(project, live.policy.name)}>
                {live.retirement ? "Last" : "Live"} version {live.version}
              </TextLink>
            )}
            <TextLink href={`${paths.audit(project)}?object=policy_draft:${draft.id}`}>Audit trail</TextLink>
          </>
        }
        summary={draft.reason && <bdi>“{draft.reason}”</bdi>}
        actions={
          isOver && (
            <StartDraftButton project={project} input={{ from: "draft", number: draft.number }}>
              Take up its text in a new draft
            </StartDraftButton>
          )
        }
      />
      <div className="mb-4">
        <State page={page} project={project} />
      </div>
    </>
  );
}

function changeWords({ draft, live }: DraftPage): string {
  if (draft.kind === "retirement") return live ? `to retire version ${live.version}` : "to retire";
  if (!live) return "new policy";
  return draft.state === "published" ? "" : `${live.version} → ${live.version + 1}`;
}

function State({ page, project }: Props) {
  const { draft, facts, proposedBy, deciders, decision, live } = page;
  switch (draft.state) {
    case "draft":
      if (facts.problems > 0)
        return (
          <Callout tone="warn">
            <b className="font-medium">{plural(facts.problems, "problem")} in the text.</b>{" "}
            <bdi>{formatList([...facts.editors.values()])}</bdi> put it right before it can be proposed.
          </Callout>
        );
      if (facts.objections.length > 0)
        return (
          <Callout tone="warn">
            <b className="font-medium">It cannot be published as it is.</b> {facts.objections.join(" ")}
          </Callout>
        );
      return (
        <Callout>
          <b className="font-medium">Being written.</b> <bdi>{formatList([...facts.editors.values()])}</bdi> proposes it
          when it is ready; nothing depends on it until somebody else has published it.
        </Callout>
      );
    case "proposed":
      return (
        <Callout tone="accent" glyph="clock">
          <b className="font-medium">
            Proposed by <bdi>{proposedBy}</bdi>.
          </b>{" "}
          It waits for {deciders.length > 0 ? <bdi>{deciders.join(" or ")}</bdi> : "a second risk officer"}.
          {facts.movedTo !== null && ` Version ${facts.movedTo} was published since; it has to be proposed again.`}
        </Callout>
      );
    case "published":
      return (
        <Callout tone="pass">
          <b className="font-medium">{draft.kind === "retirement" ? "Retired." : "Published."}</b> Proposed by{" "}
          <bdi>{proposedBy}</bdi>, approved by <bdi>{decision?.by}</bdi>.{" "}
          {decision?.comment && <bdi>“{decision.comment}”</bdi>}{" "}
          {live && <TextLink href={paths.policy(project, live.policy.name)}>See the policy</TextLink>}
        </Callout>
      );
    default:
      return (
        <Callout tone="stale" glyph="stop">
          <b className="font-medium">
            {draft.state === "rejected" ? <bdi>Rejected by {decision?.by}.</bdi> : "Withdrawn."}
          </b>{" "}
          <bdi>{draft.closedReason}</bdi>
        </Callout>
      );
  }
}
