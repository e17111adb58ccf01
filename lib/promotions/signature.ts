import type { DecisionKind, Role } from "@/db/enums";
import type { SignatureRecord } from "@/db/schema/promotions";
import type { ApprovalRule } from "@/lib/governance/policy";
import { roleWords, type Tally } from "./approval";
import type { Delegated } from "./delegation";

/** What a decision means, as signatures print it (21 CFR 11.50: name, time, meaning). */
const meanings: Readonly<Record<DecisionKind, string>> = {
  approve: "approval",
  request_changes: "request for changes",
  reject: "rejection",
};

const verbs: Readonly<Record<DecisionKind, string>> = {
  approve: "I approve",
  request_changes: "I request changes to",
  reject: "I reject",
};

export type Signed = { number: number; model: string; version: number; environment: string };

/** The statement a person is shown and signs, in their own name or for a colleague. */
export function statementOf(
  kind: DecisionKind,
  { number, model, version, environment }: Signed,
  role: Role,
  onBehalfOf: string | null = null,
): string {
  const as = onBehalfOf === null ? roleWords[role] : `${roleWords[role]} for ${onBehalfOf}`;
  return `${verbs[kind]} promotion P-${number}: ${model} ${version} to ${environment}, as ${as}, on the evidence, gates and plans that the subject digest names.`;
}

const deciding: readonly Role[] = ["reviewer", "risk_officer"];

/** The role a decision is signed in: one that the quorum still lacks if the person holds it, else the first that may decide. */
export function signingRole(roles: readonly Role[], rule: ApprovalRule, tally: Tally): Role | null {
  const held = deciding.filter((role) => roles.includes(role));
  const lacking = rule.requiredRoles.filter((role) => !tally.counted.some((decision) => decision.role === role));
  return lacking.find((needed) => held.includes(needed)) ?? held[0] ?? null;
}

export type Signer = { name: string; groupName: string; authTime: Date; authMethod: string; sessionDigest: string };

/** The signature record of a decision. */
export function signatureOf(
  kind: DecisionKind,
  signed: Signed,
  role: Role,
  signer: Signer,
  subjectDigest: string,
  at: Date,
  delegated: Delegated | null = null,
): SignatureRecord {
  const { name, groupName, personId } = delegated?.delegator ?? {
    name: null,
    groupName: signer.groupName,
    personId: null,
  };
  return {
    printedName: signer.name,
    role,
    groupName,
    meaning: meanings[kind],
    statement: statementOf(kind, signed, role, name),
    subjectDigest,
    signedAt: at.toISOString(),
    authTime: signer.authTime.toISOString(),
    authMethod: signer.authMethod,
    sessionDigest: signer.sessionDigest,
    ...(delegated && personId !== null && name !== null
      ? { onBehalfOf: { delegationId: delegated.id, personId, printedName: name } }
      : {}),
  };
}
