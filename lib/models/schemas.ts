import { z } from "zod";
import { loggedModelStatuses, riskTiers } from "@/db/enums";
import { aliasProblem } from "./alias";
import { maxSection } from "./card-form";
import { type CardSection, sectionKeys } from "./card-sections";

/** Largest card that is read on import, in characters. */
export const maxImportLength = 200_000;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this refuses
const invisible = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/u;
const reserved = new Set(["register", ".", ".."]);

const text = (max: number) =>
  z
    .string()
    .max(max, `must have at most ${max.toLocaleString("en")} characters`)
    .refine(
      (value) => value.isWellFormed() && !invisible.test(value),
      "contains control or text-direction characters; remove them",
    )
    .transform((value) => value.normalize("NFC").trim());

const required = (max: number) => text(max).pipe(z.string().min(1, "must not be empty"));

/** As long as MLflow's registry lets it be. */
export const maxModelName = 256;
/** A model's name: one line of any script, unique in the project; "/" and ":" are kept free for references like name/3. */
export const modelName = required(maxModelName)
  .refine((name) => !/[/:\\\r\n]/.test(name), "must not contain / : \\ or line breaks")
  .refine((name) => !reserved.has(name.toLowerCase()), "is reserved; choose another name");

const tagText = (max: number) =>
  z
    .string()
    .max(max, `must have at most ${max.toLocaleString("en")} characters`)
    .refine(
      (value) => value.isWellFormed() && !value.includes("\0"),
      "contains null or broken characters; remove them",
    );
const tagKey = tagText(250).pipe(z.string().min(1, "must not be empty"));
const tags = z.record(tagKey, tagText(100_000));

const modelFields = {
  description: text(4_000).default(""),
  useCase: text(500).default(""),
  ownerUserId: z.string().min(1).nullable().default(null),
};

export const createModelInput = z.object({
  name: modelName,
  riskTier: z.enum(riskTiers),
  ...modelFields,
  tags: tags.default({}),
});
export type CreateModelInput = z.input<typeof createModelInput>;

/** The whole editable state of a model and the lock version it was read at. */
export const editModelInput = z.object({
  modelId: z.string().min(1),
  lockVersion: z.number().int().nonnegative(),
  ...modelFields,
});
export type EditModelInput = z.input<typeof editModelInput>;

const id = z.string().min(1);
const alias = z.string().superRefine((value, check) => {
  const problem = aliasProblem(value);
  if (problem) check.addIssue(problem);
});

export const modelInput = z.object({ modelId: id });
export const versionInput = z.object({ versionId: id });
export const renameModelInput = modelInput.extend({ name: modelName });
/** Clients of the wire have no field for a reason; the console asks for one. */
const reason = required(4_000).optional();
export const archiveVersionInput = versionInput.extend({ archived: z.boolean(), reason });
export type ArchiveVersionInput = z.input<typeof archiveVersionInput>;
export const deleteModelInput = modelInput.extend({ reason });
export type DeleteModelInput = z.input<typeof deleteModelInput>;
export const describeVersionInput = versionInput.extend({ description: text(4_000) });

/** A tag to set, or with null to remove. */
const oneTag = { key: tagKey, value: tagText(100_000).nullable() };
export const tagModelInput = modelInput.extend(oneTag);
export const tagVersionInput = versionInput.extend(oneTag);

export const deleteLoggedModelInput = z.object({ id });
export const finishLoggedModelInput = z.object({ id, status: z.enum(loggedModelStatuses) });

export const setAliasInput = z.object({ modelId: id, versionId: id, alias });
/** Also a name that could not be set can be taken away: it is not there. */
export const removeAliasInput = modelInput.extend({ alias: z.string().min(1) });
export const freeAliasInput = modelInput.extend({
  alias,
  free: z.boolean(),
  reason: required(4_000),
});
export type FreeAliasInput = z.input<typeof freeAliasInput>;

/** Registers a run as the next version of a model that exists (`modelId`), or as the first of one made in the same step. */
export const registerVersionInput = z
  .object({
    modelId: z.string().min(1).optional(),
    newModel: createModelInput.optional(),
    runId: z.string().min(1),
    description: text(4_000).default(""),
    /** The logged model of the run that is meant, when a client names one. */
    loggedModelId: z.string().min(1).nullable().default(null),
    /** Where its files are, as the client wrote it. */
    source: tagText(2_048).default(""),
    runLink: tagText(2_048).default(""),
    tags: tags.default({}),
    /** Also while the run is under way: the version is pending then, until the run has ended. */
    whileRunning: z.boolean().default(false),
    /** The digest that was shown on the form; what would be registered must still be that. */
    seenDigest: z.string().optional(),
  })
  .refine((input) => (input.modelId === undefined) !== (input.newModel === undefined), {
    path: ["modelId"],
    message: "choose a model, or name a new one",
  });
export type RegisterVersionInput = z.input<typeof registerVersionInput>;

const section = text(maxSection).default("");
const line = (max: number) => text(max).refine((value) => !/[\r\n]/.test(value), "must be one line");
const texts = Object.fromEntries(sectionKeys.map((key) => [key, section])) as Record<CardSection, typeof section>;

export const cardBody = z.object({
  ...texts,
  mitigations: z
    .array(z.object({ name: line(200).pipe(z.string().min(1, "name the risk")), mitigation: text(4_000) }))
    .max(50, "at most 50 risks")
    .default([]),
});

export const editCardInput = z.object({
  versionId: z.string().min(1),
  /** The revision the text was started from; 0 = no card yet. */
  seenRevision: z.number().int().nonnegative(),
  body: cardBody,
  /** Drafted sections that the person has read and stands for. */
  confirm: z.array(z.enum(sectionKeys)).default([]),
});
export type EditCardInput = z.input<typeof editCardInput>;

/** A card as it was seen: acts on another revision are a conflict. */
export const seenCardInput = z.object({ versionId: z.string().min(1), seenRevision: z.number().int().nonnegative() });

export const confirmCardInput = seenCardInput.extend({ sections: z.array(z.enum(sectionKeys)).min(1) });

export const approveCardInput = seenCardInput.extend({ comment: text(4_000).default("") });

export const sendBackCardInput = seenCardInput.extend({ comment: required(4_000) });

export const archiveCardInput = seenCardInput.extend({ reason: required(4_000) });

/** A Hugging Face README.md as it was pasted or uploaded. */
export const importCardInput = seenCardInput.extend({
  markdown: z.string().min(1, "is empty").max(maxImportLength, "is larger than 200,000 characters"),
});
