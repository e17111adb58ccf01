import "server-only";
import type { Tx } from "@/db/client";
import { policyDraftEditors, policyDrafts } from "@/db/schema";
import { appendAudit } from "@/lib/audit/append";
import { authorize } from "@/lib/auth/authorize";
import { type UserContext, withTransaction } from "@/lib/context";
import { notFound } from "@/lib/errors";
import { nextNumber } from "@/lib/next-number";
import { findDraft } from "../drafts/load-draft";
import { type StartDraftInput, startDraftInput } from "../drafts/schemas";
import { parsePolicyYaml, policyToYaml } from "../editor/policy-yaml";
import { policyPresets } from "../presets";
import { listNewestVersions } from "../queries";

export type StartedDraft = { number: number };
type Input = ReturnType<typeof startDraftInput.parse>;

/** Starts a draft: of a policy from its live version, or of a new one from a preset, another draft's text or a text of one's own. */
export async function startPolicyDraft(ctx: UserContext, raw: StartDraftInput): Promise<StartedDraft> {
  authorize(ctx, "policy.edit");
  const input = startDraftInput.parse(raw);
  return withTransaction(ctx, async (tx) => {
    const live = await listNewestVersions(ctx, tx);
    const source = await sourceOf(tx, ctx, input, live);
    const name = nameIn(source);
    const of = live.find((entry) => entry.policy.name === (input.from === "policy" ? input.policy : name));
    const number = await nextNumber(tx, ctx.projectId, "policy_draft");
    const at = ctx.now();
    const draft = {
      projectId: ctx.projectId,
      id: ctx.newId(),
      number,
      policyId: of?.policyId ?? null,
      name: of?.policy.name ?? name,
      baseVersionId: of?.policyVersionId ?? null,
      source,
      state: "draft",
      createdBy: ctx.actor.userId,
      createdAt: at,
      updatedAt: at,
    } as const;
    await tx.insert(policyDrafts).values(draft);
    const { personId, userId } = ctx.actor;
    await tx
      .insert(policyDraftEditors)
      .values({ projectId: ctx.projectId, draftId: draft.id, personId, userId, addedAt: at });
    await appendAudit(tx, ctx, {
      action: "policy.draft_started",
      objectType: "policy_draft",
      objectId: draft.id,
      payload: { policy: draft.name, draft: number, base: of?.version ?? null },
    });
    return { number };
  });
}

async function sourceOf(tx: Tx, ctx: UserContext, input: Input, live: Awaited<ReturnType<typeof listNewestVersions>>) {
  switch (input.from) {
    case "source":
      return input.source;
    case "draft":
      return (await findDraft(ctx, input.number, tx)).source;
    case "preset":
      return policyToYaml({ ...policyPresets[input.tier], name: input.name });
    case "policy": {
      const found = live.find((entry) => entry.policy.name === input.policy);
      if (!found) throw notFound(`Policy ${input.policy}`);
      return found.source ?? policyToYaml(found.policy);
    }
  }
}

/** The name that a text gives itself, as far as it can be read. */
function nameIn(source: string): string {
  const { value } = parsePolicyYaml(source);
  const name = typeof value === "object" && value !== null && "name" in value ? value.name : null;
  return typeof name === "string" && name.trim() !== "" ? name.trim().slice(0, 120) : "Untitled";
}
