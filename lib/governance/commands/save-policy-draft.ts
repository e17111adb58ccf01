import "server-only";
import { policyDraftEditors } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { contentDigest } from "@/lib/audit/canonical-json";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { conflict, preconditionFailed } from "@/lib/errors";
import { draftRefusals } from "../drafts/draft-rules";
import { judgeDraft } from "../drafts/judge-draft";
import { lockDraft, updateDraft } from "../drafts/load-draft";
import { type SaveDraftInput, saveDraftInput } from "../drafts/schemas";
import { parsePolicyYaml } from "../editor/policy-yaml";

export type SavedDraft = { lockVersion: number; problems: number; voidedProposal: boolean };

/**
 * Keeps the text of a draft, right or wrong; whoever changes it has written in it from then on, and a proposal of the former
 * text is taken back. CONFLICT when somebody else saved since it was opened.
 */
export async function savePolicyDraft(ctx: UserContext, raw: SaveDraftInput): Promise<SavedDraft> {
  authorize(ctx, "policy.edit");
  const input = saveDraftInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const draft = await lockDraft(tx, ctx, input.number);
    const { facts } = await judgeDraft(ctx, draft, tx);
    const [refused] = draftRefusals(facts, ctx.actor).edit;
    if (refused) throw preconditionFailed(refused);
    if (draft.lockVersion !== input.lockVersion)
      throw conflict(
        `Draft D-${draft.number} was changed since you opened it. Copy what you wrote, reload the page and put it in again.`,
      );
    const { problems, policy } = parsePolicyYaml(input.source);
    const voidedProposal = draft.state === "proposed" && draft.source !== input.source;
    if (draft.source === input.source)
      return { lockVersion: draft.lockVersion, problems: problems.length, voidedProposal };
    const { personId, userId } = ctx.actor;
    await tx
      .insert(policyDraftEditors)
      .values({ projectId: ctx.projectId, draftId: draft.id, personId, userId, addedAt: ctx.now() })
      .onConflictDoNothing();
    const withdrawn = { reason: null, subject: null, subjectDigest: null, proposedBy: null, proposedAt: null };
    const saved = await updateDraft(tx, ctx, draft, {
      source: input.source,
      // A new policy is called what its text calls it; a version keeps its policy's name.
      name: draft.policyId === null ? (policy?.name ?? draft.name) : draft.name,
      state: "draft",
      ...(voidedProposal ? withdrawn : {}),
    });
    await appendAudit(tx, ctx, {
      action: "policy.draft_saved",
      objectType: "policy_draft",
      objectId: draft.id,
      payload: {
        policy: saved.name,
        draft: draft.number,
        sourceDigest: contentDigest(input.source),
        problems: problems.length,
        voidedProposal,
      },
    });
    return { lockVersion: saved.lockVersion, problems: problems.length, voidedProposal };
  });
}
