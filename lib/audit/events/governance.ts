import { z } from "zod";
import { ciCheckKinds, ciCheckStatuses, riskTiers } from "@/db/enums";
import { defineEvent, label } from "../event-definition";
import { list, plain, sentence, words } from "../sentence";

/** The rules themselves, and the checks that report to them. */
export const governanceEvents = {
  "policy.published": defineEvent(
    "policy",
    { policy: label, version: z.int().positive(), riskTiers: z.array(z.enum(riskTiers)), environments: z.array(label) },
    (p) =>
      sentence`published version ${p.version} of policy ${p.policy} for ${plain(list(p.riskTiers))} risk in ${p.environments.join(", ")}`,
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
