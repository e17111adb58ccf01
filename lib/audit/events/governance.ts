import { z } from "zod";
import { ciCheckKinds, ciCheckStatuses, policyDecisionKinds, riskTiers } from "@/db/enums";
import { plural } from "@/lib/format";
import { defineEvent, label, personal } from "../event-definition";
import { list, plain, sentence, words } from "../sentence";

const draft = { policy: label, draft: z.int().positive() };

/** The rules themselves, and the checks that report to them. */
export const governanceEvents = {
  "policy.draft_started": defineEvent(
    "policy_draft",
    { ...draft, base: z.int().positive().nullable() },
    (p) =>
      sentence`started draft D-${p.draft} of policy ${p.policy}${plain(p.base === null ? "" : ` from version ${p.base}`)}`,
  ),
  "policy.draft_saved": defineEvent(
    "policy_draft",
    { ...draft, sourceDigest: label, problems: z.int().min(0), voidedProposal: z.boolean() },
    (p) =>
      sentence`changed draft D-${p.draft} of policy ${p.policy}${plain(p.voidedProposal ? ", which takes its proposal back" : "")}`,
  ),
  "policy.proposed": defineEvent(
    "policy_draft",
    { ...draft, version: z.int().positive(), policyDigest: label },
    (p) => sentence`proposed draft D-${p.draft} as version ${p.version} of policy ${p.policy}`,
  ),
  "policy.backtested": defineEvent(
    "policy_draft",
    {
      ...draft,
      policyDigest: label,
      casesDigest: label,
      replayed: z.int().min(0),
      newlyBlocked: z.int().min(0),
      newlyLetThrough: z.int().min(0),
      caught: z.int().min(0),
    },
    (p) =>
      sentence`back-tested draft D-${p.draft} of policy ${p.policy} on ${plain(plural(p.replayed, "case"))}: ${p.newlyBlocked} newly blocked, ${p.newlyLetThrough} newly let through, ${plain(plural(p.caught, "rollback"))} caught`,
  ),
  "policy.retirement_proposed": defineEvent(
    "policy_draft",
    { ...draft, version: z.int().positive() },
    (p) => sentence`proposed in D-${p.draft} to retire policy ${p.policy} after version ${p.version}`,
  ),
  "policy.draft_withdrawn": defineEvent(
    "policy_draft",
    draft,
    (p) => sentence`withdrew draft D-${p.draft} of policy ${p.policy}`,
  ),
  "policy.rejected": defineEvent(
    "policy_draft",
    { ...draft, signatureDigest: label },
    (p) => sentence`rejected draft D-${p.draft} of policy ${p.policy}`,
  ),
  "policy.decision_refused": defineEvent(
    "policy_draft",
    { ...draft, kind: z.enum(policyDecisionKinds), cause: personal },
    (p) => sentence`was refused to ${p.kind} draft D-${p.draft} of policy ${p.policy}: ${plain(p.cause)}`,
    ["cause"],
  ),
  "policy.published": defineEvent(
    "policy",
    {
      policy: label,
      version: z.int().positive(),
      riskTiers: z.array(z.enum(riskTiers)),
      models: z.array(label).optional(),
      environments: z.array(label),
      draft: z.int().positive().optional(),
      signatureDigest: label.optional(),
      proposedBy: personal.optional(),
      openPromotions: z.int().min(0).optional(),
    },
    (p) =>
      sentence`published version ${p.version} of policy ${p.policy} for ${plain(list(p.riskTiers))} risk in ${p.environments.join(", ")}${plain(p.proposedBy ? `, as proposed by ${p.proposedBy} in D-${p.draft}` : "")}`,
    ["proposedBy"],
  ),
  "policy.retired": defineEvent(
    "policy",
    { ...draft, version: z.int().positive(), signatureDigest: label, openPromotions: z.int().min(0) },
    (p) => sentence`retired policy ${p.policy} after version ${p.version}, as proposed in D-${p.draft}`,
  ),
  "check.reported": defineEvent(
    "check",
    {
      kind: z.enum(ciCheckKinds),
      name: label,
      /** What was checked: a commit, or a version of a model. */
      commit: label.nullable(),
      model: label.nullable(),
      version: z.int().positive().nullable(),
      status: z.enum(ciCheckStatuses),
      /** False for a report that ran before the one on record. */
      isCurrent: z.boolean(),
      /** Status of the report it took the place of. */
      before: z.enum(ciCheckStatuses).nullable(),
    },
    (p) =>
      sentence`reported ${p.status} for ${plain(words(p.kind))} ${p.name} of ${p.commit?.slice(0, 12) ?? `${p.model} ${p.version}`}${p.isCurrent ? null : plain(", which ran before the report on record")}`,
  ),
  "environment.created": defineEvent(
    "environment",
    { name: label },
    (p) => sentence`created the environment ${p.name}`,
  ),
} as const;
