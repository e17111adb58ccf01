import { z } from "zod";
import { riskTiers } from "@/db/enums";
import { change, defineEvent, label, personal } from "../event-definition";
import { count, list, plain, sentence, words } from "../sentence";
import { deletedFiles } from "./experiments";

const tier = z.enum(riskTiers);
const version = { model: label, version: z.int().positive() };
/** A tag is written by people and pipelines: its value stays outside the leaf. */
const tagged = <Shape extends z.ZodRawShape>(of: Shape) => ({ ...of, key: label, value: personal });
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
  "model.renamed": defineEvent(
    "model",
    { name: label, from: label },
    (p) => sentence`renamed the model ${p.from} to ${p.name}`,
  ),
  "model.deleted": defineEvent(
    "model",
    { name: label, kept: label, versions: z.int().nonnegative() },
    (p) => sentence`deleted the model ${p.name}${plain(p.versions > 0 ? ` and ${count(p.versions, "version")}` : "")}`,
  ),
  "model.tagged": defineEvent(
    "model",
    tagged({ name: label }),
    (p) => sentence`set the tag ${p.key} of model ${p.name}`,
    ["value"],
  ),
  "model.untagged": defineEvent(
    "model",
    { name: label, key: label },
    (p) => sentence`removed the tag ${p.key} from model ${p.name}`,
  ),
  "model.alias_set": defineEvent(
    "model",
    { name: label, alias: label, version: z.int().positive(), from: z.int().positive().nullable() },
    (p) =>
      sentence`set the alias ${p.alias} of model ${p.name} to version ${plain(p.version)}${plain(p.from === null ? "" : `, from ${p.from}`)}`,
  ),
  "model.alias_removed": defineEvent(
    "model",
    { name: label, alias: label, version: z.int().positive() },
    (p) => sentence`removed the alias ${p.alias} of model ${p.name} from version ${plain(p.version)}`,
  ),
  "model.alias_freed": defineEvent(
    "model",
    { name: label, alias: label, boundTo: label },
    (p) => sentence`let clients move the alias ${p.alias} of model ${p.name}, which was bound to ${p.boundTo}`,
  ),
  "model.alias_bound": defineEvent(
    "model",
    { name: label, alias: label, boundTo: label },
    (p) => sentence`bound the alias ${p.alias} of model ${p.name} to ${p.boundTo} again`,
  ),
  "logged_model.finished": defineEvent(
    "logged_model",
    { name: label, runId: z.string().nullable(), status: label },
    (p) => sentence`logged the model ${p.name}${plain(p.status === "READY" ? "" : `, whose upload failed`)}`,
  ),
  "logged_model.artifacts_deleted": defineEvent(
    "logged_model",
    deletedFiles,
    (p) => sentence`deleted ${plain(count(p.count, "artifact"))} of the logged model ${p.name}`,
  ),
  "logged_model.deleted": defineEvent(
    "logged_model",
    { name: label },
    (p) => sentence`deleted the logged model ${p.name}`,
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
    {
      ...version,
      modelId: z.string(),
      runId: z.string(),
      runName: label,
      loggedModelId: z.string().nullable().optional(),
      pending: z.boolean().optional(),
    },
    (p) =>
      sentence`registered ${`${p.model} ${p.version}`} from run ${p.runName}${plain(p.pending ? ", which has not ended" : "")}`,
  ),
  "version.sealed": defineEvent(
    "version",
    { ...version, provisional: z.string(), runId: z.string() },
    (p) => sentence`took the final digest of ${`${p.model} ${p.version}`}, whose run has ended`,
  ),
  "version.described": defineEvent(
    "version",
    { ...version, from: personal, to: personal },
    (p) => sentence`changed the description of ${`${p.model} ${p.version}`}`,
    ["from", "to"],
  ),
  "version.tagged": defineEvent(
    "version",
    tagged(version),
    (p) => sentence`set the tag ${p.key} of ${`${p.model} ${p.version}`}`,
    ["value"],
  ),
  "version.untagged": defineEvent(
    "version",
    { ...version, key: label },
    (p) => sentence`removed the tag ${p.key} from ${`${p.model} ${p.version}`}`,
  ),
  "version.archived": defineEvent("version", version, (p) => sentence`archived ${`${p.model} ${p.version}`}`),
  "version.restored": defineEvent("version", version, (p) => sentence`restored ${`${p.model} ${p.version}`}`),
  "version.deleted": defineEvent("version", version, (p) => sentence`deleted ${`${p.model} ${p.version}`}`),
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
