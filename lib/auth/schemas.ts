import { z } from "zod";
import { roles, tokenScopes } from "@/db/enums";

/** One line of text people typed: trimmed, composed (NFC), without control characters or broken surrogates. */
const line = (what: string, max: number) =>
  z
    .string({ error: `Enter ${what}.` })
    .transform((text) => text.normalize("NFC").trim())
    .pipe(
      z
        .string()
        .min(1, `Enter ${what}.`)
        .max(max, `Use at most ${max} characters.`)
        // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
        .regex(/^[^\u0000-\u001f\u007f\u2028\u2029]*$/u, "Remove line breaks and control characters.")
        .refine((text) => text.isWellFormed(), "Remove the broken character."),
    );

export const email = z
  .string({ error: "Enter an e-mail address." })
  .trim()
  .max(254, "Use at most 254 characters.")
  .pipe(z.email("Enter an e-mail address such as name@example.com."));
export const personName = line("a name", 120);
const title = line("a job title", 120).optional();
const groupName = z.union([
  z
    .literal("")
    .optional()
    .transform(() => ""),
  line("a group", 80),
]);
const roleSet = z
  .array(z.enum(roles), { error: "Choose at least one role." })
  .min(1, "Choose at least one role.")
  .transform((chosen) => roles.filter((role) => chosen.includes(role)));

/** At least 12 characters of any kind; length beats rules on composition. */
export const newPassword = z
  .string({ error: "Enter a password." })
  .min(12, "Use at least 12 characters; a few words are a good password.")
  .max(200, "Use at most 200 characters.")
  .refine((password) => new Set(password).size > 4, "Use more than four different characters.");
const givenPassword = z
  .string({ error: "Enter your password." })
  .min(1, "Enter your password.")
  .max(200, "E-mail or password is not right.");

export const signInSchema = z.object({ email, password: givenPassword });
export const createUserSchema = z.object({
  name: personName,
  email,
  title,
  password: newPassword.optional(),
  /** Only from the command line and the demo. */
  personId: z.string().optional(),
  isPersona: z.boolean().optional(),
  isInstanceAdmin: z.boolean().optional(),
});
export const addMemberSchema = z.object({ email, name: personName.optional(), roles: roleSet, groupName });
export const setMemberRolesSchema = z.object({
  userId: z.string(),
  roles: roleSet,
  groupName,
  /** Roles on the screen when the change was made; a different set meanwhile is CONFLICT. */
  seen: z.array(z.enum(roles)).optional(),
});
export const memberSchema = z.object({ userId: z.string() });
export const createTokenSchema = z.object({
  name: line("a name, such as what uses the token", 80),
  scopes: z
    .array(z.enum(tokenScopes), { error: "Choose at least one scope." })
    .min(1, "Choose at least one scope.")
    .transform((chosen) => tokenScopes.filter((scope) => chosen.includes(scope))),
  days: z.coerce
    .number({ error: "Enter a number of days." })
    .int("Enter whole days.")
    .min(1, "At least 1 day.")
    .max(90, "At most 90 days.")
    .default(30),
});
export const revokeTokenSchema = z.object({ tokenId: z.string() });
export const endSessionSchema = z.object({ sessionId: z.string() });
export const reauthenticateSchema = z.object({ password: givenPassword.optional() });
export const changePasswordSchema = z.object({ current: givenPassword, password: newPassword });
export const linkPasswordSchema = z.object({ token: z.string().max(200), password: newPassword });

export type CreateUserInput = z.input<typeof createUserSchema>;
export type AddMemberInput = z.input<typeof addMemberSchema>;
export type SetMemberRolesInput = z.input<typeof setMemberRolesSchema>;
export type CreateTokenInput = z.input<typeof createTokenSchema>;

export const registerPasskeySchema = z.object({
  challengeId: z.string().min(1),
  name: z.string().trim().min(1, "Give it a name").max(80, "The name may have 80 characters"),
  response: z.looseObject({ id: z.string().max(2000) }),
});
export type RegisterPasskeyInput = z.input<typeof registerPasskeySchema>;

export const removePasskeySchema = z.object({ passkeyId: z.string().min(1).max(2000) });
export type RemovePasskeyInput = z.input<typeof removePasskeySchema>;

const reviewNumber = z.coerce.number({ error: "The review's number is missing" }).int().positive();

export const attestAccessSchema = z.object({
  number: reviewNumber,
  userId: z.string().min(1),
  role: z.enum(roles),
  verdict: z.enum(["keep", "remove"], { error: "Say whether the role is kept or removed" }),
  comment: z.string().trim().max(2000).default(""),
});
export type AttestAccessInput = z.input<typeof attestAccessSchema>;

export const completeAccessReviewSchema = z.object({ number: reviewNumber });
export type CompleteAccessReviewInput = z.input<typeof completeAccessReviewSchema>;
