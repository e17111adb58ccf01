import "server-only";
import type { Reader } from "@/db/client";
import type { PolicyDraftRow } from "@/db/schema";
import { canonicalDigest, contentDigest } from "@/lib/audit/canonical-json";
import type { Context } from "@/lib/context";
import { type ParsedPolicy, parsePolicyYaml } from "../editor/policy-yaml";
import { type Policy, policyDigest } from "../policy";
import { listPolicies, type PublishedPolicy } from "../queries";
import type { DraftFacts } from "./draft-rules";
import { readEditors } from "./load-draft";
import { objectionsTo } from "./objections";
import type { PolicyProposal } from "./proposal";

export type JudgedDraft = {
  draft: PolicyDraftRow;
  parsed: ParsedPolicy;
  policy: Policy | null;
  /** The live version of the same policy, and the live versions of all others. */
  live: PublishedPolicy | null;
  others: readonly PublishedPolicy[];
  facts: DraftFacts;
};

/** Reads everything that decides what may be done with a draft, as it is at this moment. */
export async function judgeDraft(ctx: Context, draft: PolicyDraftRow, db: Reader = ctx.db): Promise<JudgedDraft> {
  const parsed = parsePolicyYaml(draft.source);
  const published = await listPolicies(ctx, db);
  const live = published.find((entry) => entry.policyId === draft.policyId) ?? null;
  const others = published.filter((entry) => entry !== live);
  const { policy } = parsed;
  const base = (draft.subject as PolicyProposal | null)?.base ?? null;
  const proposedAgainst = draft.state === "proposed" ? (base?.versionId ?? null) : (live?.policyVersionId ?? null);
  const facts: DraftFacts = {
    state: draft.state,
    editors: await readEditors(ctx, draft.id, db),
    problems: parsed.problems.length,
    objections: policy ? objectionsTo(policy, draft.policyId === null ? null : draft.name, others) : [],
    isUnchanged: policy !== null && live !== null && sameMeaning(policy, live.policy),
    movedTo: live && live.policyVersionId !== proposedAgainst ? live.version : null,
  };
  return { draft, parsed, policy, live, others, facts };
}

/** Whether it decides, or decided until now, on models of high risk: who publishes it then proves anew who they are. */
export const concernsHighRisk = ({ policy, live }: Pick<JudgedDraft, "policy" | "live">): boolean =>
  [policy, live?.policy].some((one) => one?.tiers.includes("high"));

/** Read through the schema both say the same, whatever version of the schema one was stored under. */
const sameMeaning = (a: Policy, b: Policy) => policyDigest(a, canonicalDigest) === policyDigest(b, canonicalDigest);

/** What a second person would be shown now. */
export function proposalOf({ draft, policy, live }: JudgedDraft, reason: string): PolicyProposal | null {
  if (!policy) return null;
  return {
    format: "countersign.policy-proposal/1",
    draft: draft.number,
    policy: policy.name,
    policyDigest: policyDigest(policy, canonicalDigest),
    sourceDigest: contentDigest(draft.source),
    base: live && { versionId: live.policyVersionId, version: live.version, digest: live.digest },
    reason,
  };
}
