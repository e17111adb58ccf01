import { z } from "zod";
import { riskTiers, roles } from "@/db/enums";
import { gateSchema } from "./gates/gate";

/** Roles that can be required in a quorum: those that may approve a promotion. */
const approverRoles = z.enum(roles).extract(["reviewer", "risk_officer"]);

/** Who has to approve, and how long approvals hold. */
export const approvalRuleSchema = z.object({
  /** Distinct persons outside the conflict set. */
  quorum: z.number().int().min(1).max(10),
  /** Each of these roles must be among those who approved. */
  requiredRoles: z.array(approverRoles).default([]),
  /** Whether these roles approve in any order, or each only after those listed before it. */
  order: z.enum(["any", "as_listed"]).default("any"),
  /** How many different groups the approvers must come from. */
  distinctGroups: z.number().int().min(1).max(10).default(1),
  /** Approving needs a sign-in at most this many minutes old; null = the session is enough. */
  reauthenticationMinutes: z.number().int().min(1).max(1440).nullable().default(null),
  /** Whether each approval has to be signed with a passkey, or may be. */
  passkey: z.enum(["optional", "required"]).default("optional"),
  /** Minutes between the last needed approval and execution. */
  coolingOffMinutes: z.number().int().min(0).max(43_200).default(0),
  /** Days after which an unexecuted promotion expires. */
  expiresAfterDays: z.number().int().min(1).max(90).default(7),
});

const names = z
  .array(z.string().trim().min(1).max(250))
  .min(1, "Name at least one, or leave it out to bind all of them")
  .max(100)
  .nullable()
  .default(null);

/** A policy: gates and approval rule for some models, risk tiers and environments. A published version never changes. */
export const policySchema = z
  .object({
    format: z.literal("countersign.policy/1"),
    name: z.string().trim().min(1).max(120),
    description: z.string().trim().max(2000).default(""),
    tiers: z.array(z.enum(riskTiers)).min(1),
    /** Models it applies to, by name; null = every one that no policy names. */
    models: names,
    /** Environments it applies to; null = every one that no policy names. */
    environments: names,
    gates: z.array(gateSchema).min(1).max(200),
    approval: approvalRuleSchema,
  })
  .superRefine((policy, issue) => {
    const seen = new Set<string>();
    policy.gates.forEach((gate, index) => {
      if (seen.has(gate.id)) {
        issue.addIssue({
          code: "custom",
          path: ["gates", index, "id"],
          message: `"${gate.id}" is used twice; give each gate its own id`,
        });
      }
      seen.add(gate.id);
    });
    for (const field of ["tiers", "models", "environments"] as const) {
      const list: readonly string[] = policy[field] ?? [];
      const twice = list.findIndex((name, index) => list.indexOf(name) < index);
      if (twice >= 0)
        issue.addIssue({ code: "custom", path: [field, twice], message: `"${list[twice]}" is listed twice` });
    }
    const { quorum, distinctGroups, order, requiredRoles } = policy.approval;
    if (order === "as_listed" && new Set(requiredRoles).size < 2) {
      const message = "An order needs two required roles; list them in it, or leave the order out";
      issue.addIssue({ code: "custom", path: ["approval", "order"], message });
    }
    if (distinctGroups > quorum) {
      const message = `${distinctGroups} groups cannot be reached with ${quorum} approvals; raise the quorum or lower the groups`;
      issue.addIssue({ code: "custom", path: ["approval", "distinctGroups"], message });
    }
  });

export type Policy = z.output<typeof policySchema>;
export type ApprovalRule = z.output<typeof approvalRuleSchema>;

/** Digest of a policy version; `digest` is canonicalDigest of lib/audit, passed in so that forms can import this file. */
export const policyDigest = (policy: Policy, digest: (value: unknown) => string): string => digest(policy);
