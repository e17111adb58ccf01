import { z } from "zod";
import { riskTiers } from "@/db/enums";
import { defineEvent, label } from "../event-definition";
import { list, plain, sentence } from "../sentence";

/** The rules themselves. */
export const governanceEvents = {
  "policy.published": defineEvent(
    "policy",
    { policy: label, version: z.int().positive(), riskTiers: z.array(z.enum(riskTiers)), environments: z.array(label) },
    (p) =>
      sentence`published version ${p.version} of policy ${p.policy} for ${plain(list(p.riskTiers))} risk in ${p.environments.join(", ")}`,
  ),
  "environment.created": defineEvent(
    "environment",
    { name: label },
    (p) => sentence`created the environment ${p.name}`,
  ),
} as const;
