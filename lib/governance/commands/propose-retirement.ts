import "server-only";
import { and, eq } from "drizzle-orm";
import { type PolicyDraftRow, policyDraftEditors, policyDrafts } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { canonicalDigest } from "@/lib/audit/canonical-json";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { conflict, notFound, preconditionFailed } from "@/lib/errors";
import { nextNumber } from "@/lib/next-number";
import { judgeDraft, proposalOf } from "../drafts/judge-draft";
import { findDraft, lockPolicies, updateDraft } from "../drafts/load-draft";
import { type ProposeRetirementInput, proposeRetirementInput } from "../drafts/schemas";
import { policyToYaml } from "../editor/policy-yaml";
import { listNewestVersions } from "../queries";

export type ProposedRetirement = { number: number; subjectDigest: string };

/**
 * Asks for a policy to end; somebody else has to approve. PRECONDITION_FAILED when it would leave a model of high risk without any
 * policy, or when that is proposed already; CONFLICT when another version was published since it was shown.
 */
export async function proposeRetirement(ctx: UserContext, raw: ProposeRetirementInput): Promise<ProposedRetirement> {
  authorize(ctx, "policy.edit");
  const input = proposeRetirementInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    await lockPolicies(tx, ctx);
    const live = (await listNewestVersions(ctx, tx)).find((entry) => entry.policy.name === input.policy);
    if (!live) throw notFound(`Policy ${input.policy}`);
    if (live.retirement) throw preconditionFailed(`${input.policy} is retired already.`);
    if (live.version !== input.version)
      throw conflict(`Version ${live.version} of ${input.policy} was published since; look at it, then decide again.`);
    const [open] = await tx
      .select({ number: policyDrafts.number })
      .from(policyDrafts)
      .where(
        and(
          eq(policyDrafts.projectId, ctx.projectId),
          eq(policyDrafts.policyId, live.policyId),
          eq(policyDrafts.kind, "retirement"),
          eq(policyDrafts.state, "proposed"),
        ),
      );
    if (open) throw preconditionFailed(`D-${open.number} proposes to retire it already.`);
    const number = await nextNumber(tx, ctx.projectId, "policy_draft");
    const at = ctx.now();
    const { personId, userId } = ctx.actor;
    const id = ctx.newId();
    await tx.insert(policyDrafts).values({
      projectId: ctx.projectId,
      id,
      number,
      kind: "retirement",
      policyId: live.policyId,
      name: live.policy.name,
      baseVersionId: live.policyVersionId,
      source: live.source ?? policyToYaml(live.policy),
      state: "draft",
      createdBy: userId,
      createdAt: at,
      updatedAt: at,
    });
    await tx
      .insert(policyDraftEditors)
      .values({ projectId: ctx.projectId, draftId: id, personId, userId, addedAt: at });
    const draft: PolicyDraftRow = await findDraft(ctx, number, tx);
    const judged = await judgeDraft(ctx, draft, tx);
    const [refused] = judged.facts.objections;
    if (refused) throw preconditionFailed(refused);
    const subject = proposalOf(judged, input.reason);
    const subjectDigest = canonicalDigest(subject);
    const proposed = { reason: input.reason, subject, subjectDigest, proposedBy: userId, proposedAt: at };
    await updateDraft(tx, ctx, draft, { state: "proposed", ...proposed });
    await appendAudit(tx, ctx, {
      action: "policy.retirement_proposed",
      objectType: "policy_draft",
      objectId: id,
      objectDigest: subjectDigest,
      reason: input.reason,
      payload: { policy: live.policy.name, draft: number, version: live.version },
    });
    return { number, subjectDigest };
  });
}
