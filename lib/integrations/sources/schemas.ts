import { z } from "zod";
import { sourceAuths } from "@/db/enums";
import { mostNames } from "./name-filter";

const line = /^[^\p{Cc}\u2028\u2029]*$/u;
const plain = (most: number) =>
  z
    .string()
    .trim()
    .max(most, `Use at most ${most.toLocaleString("en")} characters.`)
    .regex(line, "Remove line breaks and control characters.")
    .refine((text) => text.isWellFormed(), "Remove the broken character.");

const url = plain(2_000)
  .min(1, "Enter the tracking address, such as https://mlflow.example.com.")
  .refine((text) => !/^[a-z]+:\/\/[^/]*@/i.test(text), "Put user and password in their own fields.")
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
    error: "Enter an address like https://mlflow.example.com.",
  })
  .refine((text) => !/[?#]/.test(text), "Leave out what follows ? or #.")
  .transform((text) => text.replace(/\/+$/, ""));

/** Only names made for this: a source must not be able to send other secrets of the installation anywhere. */
const secretEnv = z
  .string()
  .trim()
  .regex(/^(MLFLOW_SOURCE_[A-Z0-9_]{1,80})?$/, "Use a name like MLFLOW_SOURCE_TOKEN.");

const fields = z.object({
  name: plain(80).min(1, "Enter a name, such as whose server it is."),
  url,
  auth: z.enum(sourceAuths, { error: "Choose how the server asks who calls." }),
  userName: plain(200).default(""),
  /** "" keeps the one that is stored. */
  secret: z
    .string()
    .max(5_000, "Use at most 5,000 characters.")
    .regex(line, "Remove line breaks and control characters.")
    .default(""),
  secretEnv: secretEnv.default(""),
  experiments: z
    .array(plain(500))
    .transform((names) => [...new Set(names.filter((name) => name !== ""))])
    .refine((names) => names.length <= mostNames, `List at most ${mostNames} names; use * for many.`)
    .default([]),
});

type Fields = z.output<typeof fields>;
function checkFields({ auth, userName, secret, secretEnv: env }: Fields, check: z.RefinementCtx): void {
  const refuse = (field: string, message: string) =>
    check.addIssue({ code: "custom", path: [field], input: undefined, message });
  if (auth === "basic" && userName === "") refuse("userName", "Enter the user name.");
  if (userName.includes(":")) refuse("userName", "A user name has no colon.");
  if (auth !== "none" && secret !== "" && env !== "")
    refuse("secretEnv", "Enter the secret, or the name of the variable that holds it, not both.");
}

const id = z.string().min(1);
export const createSourceSchema = fields.superRefine(checkFields);
/** The same for callers of the API: what it does not name is refused. */
export const createSourceBody = fields.strict().superRefine(checkFields);
export const changeSourceSchema = fields.extend({ sourceId: id, lockVersion: z.int() }).superRefine(checkFields);
export const testSourceSchema = fields.extend({ sourceId: id.optional() }).superRefine(checkFields);
export const sourceSchema = z.object({ sourceId: id });
export const setSourceEnabledSchema = z.object({ sourceId: id, isEnabled: z.boolean() });
export const startSyncSchema = z.object({ sourceId: id, isFull: z.boolean().default(false) });

export type SourceFields = z.input<typeof fields>;
export type CreateSourceInput = z.input<typeof createSourceSchema>;
export type ChangeSourceInput = z.input<typeof changeSourceSchema>;
