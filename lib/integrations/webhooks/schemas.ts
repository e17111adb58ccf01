import { z } from "zod";
import { isPair } from "./mlflow-events";
import { eventGroups } from "./webhook-events";

const name = z
  .string({ error: "Enter a name." })
  .trim()
  .min(1, "Enter a name, such as what listens.")
  .max(80, "Use at most 80 characters.")
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
  .regex(/^[^\u0000-\u001f\u007f\u2028\u2029]*$/u, "Remove line breaks and control characters.")
  .refine((text) => text.isWellFormed(), "Remove the broken character.");
const url = z
  .string({ error: "Enter an address." })
  .trim()
  .min(1, "Enter an address.")
  .max(2_000, "Use at most 2,000 characters.");
const events = z
  .array(z.string(), { error: "Choose at least one group of events." })
  .min(1, "Choose at least one group of events.")
  .refine((chosen) => chosen.every((group) => eventGroups.includes(group)), {
    error: `Choose among ${eventGroups.join(", ")}.`,
  })
  .transform((chosen) => eventGroups.filter((group) => chosen.includes(group)));
const id = z.string().min(1);

export const createWebhookSchema = z.object({ name, url, events });
export const changeWebhookSchema = createWebhookSchema.extend({ webhookId: id, lockVersion: z.int() });
export const webhookSchema = z.object({ webhookId: id });
export const setWebhookEnabledSchema = z.object({ webhookId: id, isEnabled: z.boolean() });
/** Longest time that the secret before a new one stays valid. */
export const longestOverlapHours = 168;
export const renewSecretSchema = z.object({
  webhookId: id,
  lockVersion: z.int(),
  overlapHours: z.coerce
    .number({ error: "Enter a number of hours." })
    .int("Enter whole hours.")
    .min(0, "Not less than 0 hours.")
    .max(longestOverlapHours, `At most ${longestOverlapHours} hours, which is a week.`),
});
export const redeliverSchema = z.object({ deliveryId: id });

export type CreateWebhookInput = z.input<typeof createWebhookSchema>;
export type ChangeWebhookInput = z.input<typeof changeWebhookSchema>;
export type RenewSecretInput = z.input<typeof renewSecretSchema>;
export type SetWebhookEnabledInput = z.input<typeof setWebhookEnabledSchema>;

const pair = z.string().refine(isPair, { error: "is not an event that MLflow's webhooks know" });
const mlflowFields = {
  name: z
    .string()
    .regex(
      /^(?=.{1,63}$)[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/i,
      "must start and end with a letter or digit, have at most 63 characters, and contain only letters, digits, dots (.), underscores (_), and hyphens (-)",
    ),
  url,
  events: z.array(pair).min(1, "name at least one event"),
  description: z.string().max(1_000, "must have at most 1,000 characters"),
  secret: z.string().max(1_000, "must have at most 1,000 characters"),
  isEnabled: z.boolean(),
};
export const mlflowWebhookSchema = z.object({
  ...mlflowFields,
  description: mlflowFields.description.default(""),
  secret: mlflowFields.secret.default(""),
  isEnabled: mlflowFields.isEnabled.default(true),
});
export const changeMlflowWebhookSchema = z.object(mlflowFields).partial().extend({ webhookId: id });
export const tryMlflowWebhookSchema = webhookSchema.extend({ event: pair.optional() });
export type MlflowWebhookInput = z.input<typeof mlflowWebhookSchema>;
export type ChangeMlflowWebhookInput = z.input<typeof changeMlflowWebhookSchema>;
