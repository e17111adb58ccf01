import { ActDialog } from "@/components/acts/act-dialog";
import { reasonField } from "@/components/acts/act-field";
import { ProposeDialog } from "@/components/governance/policy-propose-dialog";
import { DisabledButton, ReasonList } from "@/components/ui/disabled-button";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { formatList, plural } from "@/lib/format";
import {
  publishPolicyAction,
  rejectPolicyAction,
  retirePolicyAction,
  withdrawPolicyDraftAction,
} from "@/lib/governance/actions";
import type { DraftPage } from "@/lib/governance/drafts/draft-page-query";
import { retirementSentence } from "@/lib/governance/drafts/retirement";
import { paths } from "@/lib/paths";

const becomes = {
  judged_by_draft: "is evaluated again under this version",
  leaves: "is evaluated again under another policy",
  uncovered: "is left without a policy and cannot go on",
} as const;

/** What publishing does to open promotions, who may do it, and the acts. */
export function PolicyDecisionPanel({ project, page, signer }: { project: string; page: DraftPage; signer: string }) {
  const { draft, refusals, affected, deciders, facts, live, after, backtests } = page;
  const { number } = draft;
  const version = (live?.version ?? 0) + 1;
  const isRetirement = draft.kind === "retirement";
  const decide = isRetirement ? `Approve and retire ${draft.name}` : `Approve and publish version ${version}`;
  const again =
    affected.length === 0
      ? "No open promotion is concerned."
      : `${plural(affected.length, "open promotion")} will be evaluated again.`;
  return (
    <Panel padded className="mb-5 grid grid-cols-1 gap-x-8 gap-y-4 sm:grid-cols-2 lg:grid-cols-3">
      <div>
        <h2 className="text-s font-medium">When it is {isRetirement ? "retired" : "published"}</h2>
        <p className="mt-1 text-s text-ink-2">
          {affected.length === 0
            ? "No open promotion is concerned."
            : `${plural(affected.length, "open promotion")} ${affected.length === 1 ? "is" : "are"} evaluated again, and approvals given before are void.`}
        </p>
        <ul className="mt-1 flex flex-col gap-0.5 text-s">
          {affected.slice(0, 5).map((one) => (
            <li key={one.promotionId}>
              <TextLink href={paths.promotion(project, one.number)}>P-{one.number}</TextLink> <bdi>{one.model}</bdi>{" "}
              {one.version}, {one.environment}: {becomes[one.becomes]}
            </li>
          ))}
          {affected.length > 5 && <li className="text-ink-2">and {affected.length - 5} more</li>}
        </ul>
      </div>
      <div>
        <h2 className="text-s font-medium">Two people</h2>
        <p className="mt-1 text-s text-ink-2">
          {isRetirement ? "Proposed" : "Written"} by <bdi>{formatList([...facts.editors.values()])}</bdi>.{" "}
          {deciders.length > 0 ? (
            <>
              <bdi>{formatList([...deciders])}</bdi> may {isRetirement ? "approve" : "publish"} or reject it.
            </>
          ) : (
            "Nobody else may decide on it: an administrator has to give one more person the role risk officer."
          )}
        </p>
        {draft.subjectDigest && (
          <p className="mt-1 text-xs text-ink-3">
            A decision covers <code>{draft.subjectDigest.slice(7, 19)}…</code>:{" "}
            {isRetirement ? "live version and reason" : "text, live version and reason"}
            {backtests.some((kept) => kept.isSigned) && ", and the back-test that went with it"}.
          </p>
        )}
      </div>
      <div className="flex flex-col items-start gap-2">
        {draft.state === "draft" &&
          (refusals.propose.length === 0 ? (
            <ProposeDialog project={project} number={number} lockVersion={draft.lockVersion} version={version} />
          ) : (
            <DisabledButton variant="primary" reasons={[...refusals.propose]}>
              Propose version {version}
            </DisabledButton>
          ))}
        {draft.state === "proposed" &&
          (refusals.approve.length === 0 ? (
            <ActDialog
              project={project}
              draft={`publish-policy:${number}`}
              label={decide}
              title={isRetirement ? `Retire ${draft.name}` : `Publish version ${version} of ${draft.name}`}
              consequence={
                isRetirement
                  ? `${retirementSentence(after)} ${again} Its versions stay on record.`
                  : `It decides from then on. ${again} Your signature covers the text and the changes shown here.`
              }
              done={isRetirement ? `${draft.name} is retired` : `Version ${version} of ${draft.name} is published`}
              fields={[
                {
                  kind: "area",
                  name: "comment",
                  label: "Comment",
                  hint: "What you looked at, for the record.",
                  rows: 5,
                  optional: true,
                },
              ]}
              fixed={{ number, subjectDigest: draft.subjectDigest ?? "", signer }}
              action={isRetirement ? retirePolicyAction : publishPolicyAction}
              variant={isRetirement ? "danger" : "primary"}
            />
          ) : (
            <DisabledButton variant="primary" reasons={[...refusals.approve]}>
              {decide}
            </DisabledButton>
          ))}
        <div className="flex flex-wrap gap-2">
          {draft.state === "proposed" && refusals.reject.length === 0 && (
            <ActDialog
              project={project}
              draft={`reject-policy:${number}`}
              label="Reject"
              title={`Reject D-${number}`}
              consequence={
                isRetirement
                  ? "The policy stays in force; the proposal stays on record with your reason."
                  : "It stays on record with your reason; its text can be taken up in a new draft."
              }
              done="Rejected"
              fields={[reasonField("At least 10 characters: what would have to change.")]}
              fixed={{ number, subjectDigest: draft.subjectDigest ?? "" }}
              action={rejectPolicyAction}
              variant="danger"
            />
          )}
          {refusals.withdraw.length === 0 && (
            <ActDialog
              project={project}
              draft={`withdraw-policy:${number}`}
              label="Withdraw"
              title={`Withdraw D-${number}`}
              consequence="Nothing more can be done with it; it stays on record."
              done="Withdrawn"
              fields={[reasonField("Why it is not needed.")]}
              fixed={{ number }}
              action={withdrawPolicyDraftAction}
            />
          )}
        </div>
        {draft.state !== "draft" && draft.state !== "proposed" && <ReasonList reasons={refusals.approve.slice(0, 1)} />}
      </div>
    </Panel>
  );
}
