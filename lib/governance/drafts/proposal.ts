/** What a second person is shown and signs: if anything in it moves, what they were shown is no longer what would be published. */
export type PolicyProposal = {
  format: "countersign.policy-proposal/1";
  draft: number;
  policy: string;
  policyDigest: string;
  sourceDigest: string;
  /** The live version that the changes were compared with; null = the policy is new. */
  base: { versionId: string; version: number; digest: string } | null;
  reason: string;
  /** Only there when the policy is to end. */
  retires?: true;
  /** Digest of the back-test that was on record for this text when it was proposed; left out when there was none. */
  backtestDigest?: string;
};

/** The statement a person is shown and signs. */
export function proposalStatement(
  kind: "approve" | "reject",
  { draft, policy, base, retires }: Pick<PolicyProposal, "draft" | "policy" | "base" | "retires">,
): string {
  const I = kind === "approve" ? "I approve" : "I reject";
  if (retires)
    return `${I} the proposal D-${draft} to retire policy ${policy} after version ${base?.version}, for the reason that the digest names.`;
  return `${I} draft D-${draft} as version ${(base?.version ?? 0) + 1} of policy ${policy}, on the text and the changes that the digest names.`;
}
