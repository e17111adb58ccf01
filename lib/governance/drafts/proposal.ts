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
};

/** The statement a person is shown and signs. */
export const proposalStatement = (
  kind: "approve" | "reject",
  proposal: Pick<PolicyProposal, "draft" | "policy" | "base">,
) =>
  `${kind === "approve" ? "I approve" : "I reject"} draft D-${proposal.draft} as version ${(proposal.base?.version ?? 0) + 1} of policy ${proposal.policy}, on the text and the changes that the digest names.`;
