import { z } from "zod";
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
