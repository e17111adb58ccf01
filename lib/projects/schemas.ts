import { z } from "zod";
import { email, newPassword, personName } from "@/lib/auth/schemas";

/** Short name of a project: part of every address, so it never changes. */
export const projectName = z
  .string({ error: "Enter a short name." })
  .trim()
  .min(2, "Use at least 2 characters.")
  .max(60, "Use at most 60 characters.")
  .regex(/^[a-z0-9][a-z0-9-]*$/, "Use lower-case letters, digits and hyphens, such as credit-scoring.");

const title = z
  .string()
  .transform((text) => text.normalize("NFC").trim())
  .pipe(
    z
      .string()
      .max(120, "Use at most 120 characters.")
      .refine((text) => text.isWellFormed(), "Remove the broken character."),
  );

/** `title` defaults to the name. */
export const createProjectSchema = z.object({ name: projectName, title: title.optional() });

export const setupSchema = z.object({
  token: z.string().max(200),
  name: personName,
  email,
  password: newPassword,
  project: projectName,
  title: title.optional(),
});

export type CreateProjectInput = z.input<typeof createProjectSchema>;
export type SetupInput = z.input<typeof setupSchema>;
