import { z } from "zod";
import { riskTiers } from "@/db/enums";
import { change, defineEvent, label } from "../event-definition";
import { list, plain, sentence, words } from "../sentence";

const tier = z.enum(riskTiers);
const version = { model: label, version: z.int().positive() };

/** Models, their versions and their cards. */
export const modelEvents = {
  "model.created": defineEvent(
    "model",
    { name: label, riskTier: tier, useCase: z.string().max(20_000), ownerUserId: z.string().nullable() },
    (p) => sentence`created the model ${p.name} with ${p.riskTier} risk`,
  ),
  "model.edited": defineEvent(
    "model",
    { name: label, changes: z.array(change).min(1) },
    (p) =>
      sentence`changed ${p.changes.map((c) => words(c.field.replace(/[A-Z]/g, "_$&"))).join(", ")} of model ${p.name}`,
  ),
  "model.risk_tier_set": defineEvent(
    "model",
    { name: label, from: tier, to: tier, revision: z.int().positive() },
    (p) => sentence`set the risk of model ${p.name} from ${p.from} to ${p.to}`,
  ),
  "version.registered": defineEvent(
    "version",
    { ...version, modelId: z.string(), runId: z.string(), runName: label },
    (p) => sentence`registered ${`${p.model} ${p.version}`} from run ${p.runName}`,
  ),
  "version.archived": defineEvent("version", version, (p) => sentence`archived ${`${p.model} ${p.version}`}`),
  "card.edited": defineEvent(
    "version",
    { ...version, revision: z.int().positive(), sections: z.array(label) },
    (p) =>
      sentence`wrote revision ${plain(p.revision)} of the model card of ${`${p.model} ${p.version}`}: ${list(p.sections.map((s) => s.replace(/[A-Z]/g, "_$&")))}`,
  ),
} as const;
