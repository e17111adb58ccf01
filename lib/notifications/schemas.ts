import { z } from "zod";
import { mailRhythms, notificationKinds, riskTiers } from "@/db/enums";
import { isTimeZone } from "./quiet-hours";

const choice = z.object({ inApp: z.boolean(), mail: z.enum(mailRhythms) });
const hour = z.coerce
  .number({ error: "Choose an hour." })
  .int("Choose a full hour.")
  .min(0, "Choose an hour from 0 to 23.")
  .max(23, "Choose an hour from 0 to 23.")
  .nullable();

export const saveSettingsSchema = z
  .object({
    choices: z.partialRecord(z.enum(notificationKinds), choice),
    mail: z.boolean(),
    timeZone: z.string().max(60, "Choose a time zone.").refine(isTimeZone, "Choose a time zone such as Europe/Berlin."),
    quietFrom: hour,
    quietTo: hour,
    /** What the form was drawn from; another value meanwhile is CONFLICT. */
    lockVersion: z.int(),
  })
  .superRefine((settings, issue) => {
    if ((settings.quietFrom === null) !== (settings.quietTo === null)) {
      const path = [settings.quietFrom === null ? "quietFrom" : "quietTo"];
      issue.addIssue({ code: "custom", path, message: "Choose both hours, or neither." });
    }
  });

const hours = z.coerce
  .number({ error: "Enter a number of hours." })
  .int("Enter whole hours.")
  .min(1, "At least 1 hour.")
  .max(2160, "At most 90 days (2,160 hours).");
export const responseTimesSchema = z.object(
  Object.fromEntries(riskTiers.map((tier) => [tier, hours])) as Record<(typeof riskTiers)[number], typeof hours>,
);

export type SaveSettingsInput = z.input<typeof saveSettingsSchema>;
export type ResponseTimesInput = z.input<typeof responseTimesSchema>;
