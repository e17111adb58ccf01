import { z } from "zod";
import { riskTiers } from "@/db/enums";
import { change, defineEvent, label, personal } from "../event-definition";
import { count, list, plain, sentence, words } from "../sentence";

const tier = z.enum(riskTiers);
const version = { model: label, version: z.int().positive() };
const card = { ...version, revision: z.int().positive() };
const sections = z.array(label);
const sectionWords = (keys: readonly string[]) => list(keys.map((key) => key.replace(/[A-Z]/g, "_$&")));
const cardOf = (p: { model: string; version: number }) => `${p.model} ${p.version}`;

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
  "consumer.registered": defineEvent(
    "model",
    {
      model: label,
      consumer: label,
      schemaDigest: label,
      sends: z.int().nonnegative(),
      expects: z.int().nonnegative(),
      replaces: z.string().nullable(),
    },
    (p) =>
      p.replaces === null
        ? sentence`registered ${p.consumer} as a consumer of model ${p.model}`
        : sentence`pinned another schema for ${p.consumer}, a consumer of model ${p.model}`,
  ),
  "consumer.retired": defineEvent(
    "model",
    { model: label, consumer: label, reason: personal },
    (p) => sentence`retired ${p.consumer} as a consumer of model ${p.model}`,
    ["reason"],
  ),
  "version.registered": defineEvent(
    "version",
    { ...version, modelId: z.string(), runId: z.string(), runName: label },
    (p) => sentence`registered ${`${p.model} ${p.version}`} from run ${p.runName}`,
  ),
  "version.archived": defineEvent("version", version, (p) => sentence`archived ${`${p.model} ${p.version}`}`),
  "card.edited": defineEvent(
    "version",
    { ...card, sections, confirmed: sections.optional() },
    (p) =>
      sentence`wrote revision ${plain(p.revision)} of the model card of ${cardOf(p)}${plain(p.sections.length > 0 ? `: ${sectionWords(p.sections)}` : "")}${plain(p.confirmed?.length ? `; confirmed ${sectionWords(p.confirmed)}` : "")}`,
  ),
  "card.drafted": defineEvent(
    "version",
    { ...card, sections, runId: z.string() },
    (p) =>
      sentence`drafted revision ${plain(p.revision)} of the model card of ${cardOf(p)} from evidence: ${plain(sectionWords(p.sections))}`,
  ),
  "card.confirmed": defineEvent(
    "version",
    { ...card, sections },
    (p) =>
      sentence`confirmed drafted sections of the model card of ${cardOf(p)} in revision ${plain(p.revision)}: ${plain(sectionWords(p.sections))}`,
  ),
  "card.figures_refreshed": defineEvent(
    "version",
    {
      ...card,
      figures: z.array(z.object({ reference: label, from: z.number().nullable(), to: z.number().nullable() })),
    },
    (p) =>
      sentence`refreshed ${plain(count(p.figures.length, "figure"))} of the model card of ${cardOf(p)} in revision ${plain(p.revision)}`,
  ),
  "card.imported": defineEvent(
    "version",
    { ...card, sections, claims: z.int().nonnegative(), sourceDigest: z.string() },
    (p) =>
      sentence`imported a card into revision ${plain(p.revision)} of the model card of ${cardOf(p)}: ${plain(sectionWords(p.sections))}`,
  ),
  "card.submitted": defineEvent(
    "version",
    card,
    (p) => sentence`sent revision ${plain(p.revision)} of the model card of ${cardOf(p)} to review`,
  ),
  "card.approved": defineEvent(
    "version",
    { ...card, role: label, signatureDigest: z.string() },
    (p) =>
      sentence`approved revision ${plain(p.revision)} of the model card of ${cardOf(p)} as ${plain(words(p.role))}`,
  ),
  "card.sent_back": defineEvent(
    "version",
    card,
    (p) => sentence`sent revision ${plain(p.revision)} of the model card of ${cardOf(p)} back`,
  ),
  "card.archived": defineEvent(
    "version",
    { ...card, revision: z.int().nonnegative() },
    (p) => sentence`archived the model card of ${cardOf(p)} at revision ${plain(p.revision)}`,
  ),
} as const;
