import "server-only";
import type { Reader } from "@/db/client";
import type { PolicyDraftRow } from "@/db/schema";
import { canonicalDigest, contentDigest } from "@/lib/audit/canonical-json";
import type { Context } from "@/lib/context";
import { type ParsedPolicy, parsePolicyYaml } from "../editor/policy-yaml";
import { type Policy, policyDigest } from "../policy";
import { listEnvironments, listModelNames, listNewestVersions, type PublishedPolicy } from "../queries";
import type { DraftFacts } from "./draft-rules";
import { readEditors } from "./load-draft";
import { objectionsTo } from "./objections";
import type { PolicyProposal } from "./proposal";
import { type AfterRetirement, placesAfterRetirement, retirementObjections } from "./retirement";

export type JudgedDraft = {
  draft: PolicyDraftRow;
  parsed: ParsedPolicy;
  policy: Policy | null;
  /** The newest version of the same policy, in force or retired, and those of all others in force. */
  live: PublishedPolicy | null;
  others: readonly PublishedPolicy[];
  /** For a proposal to retire: where the policy decides now, and what would decide there then. */
  after: readonly AfterRetirement[];
  facts: DraftFacts;
};

/** Reads everything that decides what may be done with a draft, as it is at this moment. */
export async function judgeDraft(ctx: Context, draft: PolicyDraftRow, db: Reader = ctx.db): Promise<JudgedDraft> {
  const isRetirement = draft.kind === "retirement";
  const parsed = parsePolicyYaml(draft.source);
  const newest = await listNewestVersions(ctx, db);
  const live = newest.find((entry) => entry.policyId === draft.policyId) ?? null;
  const others = newest.filter((entry) => entry !== live && entry.retirement === null);
  const policy = isRetirement ? (live?.policy ?? null) : parsed.policy;
  const after = isRetirement && live ? await readAfterRetirement(ctx, live, others, db) : [];
  const objections = () => {
    if (isRetirement) return retirementObjections(after);
    const gone = newest.filter((entry) => entry !== live && entry.retirement !== null);
    return policy ? objectionsTo(policy, draft.policyId === null ? null : draft.name, others, gone) : [];
  };
  const base = (draft.subject as PolicyProposal | null)?.base ?? null;
  const proposedAgainst = draft.state === "proposed" ? (base?.versionId ?? null) : (live?.policyVersionId ?? null);
  const isRetired = live !== null && live.retirement !== null;
  const facts: DraftFacts = {
    kind: draft.kind,
    state: draft.state,
    editors: await readEditors(ctx, draft.id, db),
    problems: isRetirement ? 0 : parsed.problems.length,
    objections: objections(),
    isUnchanged: !isRetirement && !isRetired && policy !== null && live !== null && sameMeaning(policy, live.policy),
    isRetired,
    movedTo: live && live.policyVersionId !== proposedAgainst ? live.version : null,
  };
  return { draft, parsed, policy, live, others, after, facts };
}

/** Where a policy in force decides now, and what would decide there without it. */
export async function readAfterRetirement(
  ctx: Context,
  retiring: PublishedPolicy,
  others: readonly PublishedPolicy[],
  db: Reader = ctx.db,
): Promise<AfterRetirement[]> {
  const named = ({ policy, version }: PublishedPolicy) => ({ ...policy, version });
  const environments = (await listEnvironments(ctx, db)).map(({ name }) => name);
  return placesAfterRetirement(named(retiring), others.map(named), await listModelNames(ctx, db), environments);
}

/** Whether it decides, or decided until now, on models of high risk: who publishes it then proves anew who they are. */
export const concernsHighRisk = ({ policy, live }: Pick<JudgedDraft, "policy" | "live">): boolean =>
  [policy, live?.policy].some((one) => one?.tiers.includes("high"));

/** Read through the schema both say the same, whatever version of the schema one was stored under. */
const sameMeaning = (a: Policy, b: Policy) => policyDigest(a, canonicalDigest) === policyDigest(b, canonicalDigest);

/** What a second person would be shown now. */
export function proposalOf(
  { draft, policy, live }: JudgedDraft,
  reason: string,
  backtestDigest?: string | undefined,
): PolicyProposal | null {
  if (!policy) return null;
  return {
    format: "countersign.policy-proposal/1",
    draft: draft.number,
    policy: policy.name,
    policyDigest: draft.kind === "retirement" && live ? live.digest : policyDigest(policy, canonicalDigest),
    sourceDigest: contentDigest(draft.source),
    base: live && { versionId: live.policyVersionId, version: live.version, digest: live.digest },
    reason,
    ...(draft.kind === "retirement" ? { retires: true } : {}),
    ...(backtestDigest ? { backtestDigest } : {}),
  };
}
