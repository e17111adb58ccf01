import { bigint, index, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { users } from "./auth";
import { bytea, id, moment } from "./columns";

/** Public keys of the authenticators that a person signs decisions with. A removed one stays, so that old signatures name it. */
export const passkeys = pgTable(
  "passkeys",
  {
    /** The credential id that the authenticator gave, base64url. */
    id: id().primaryKey(),
    userId: text()
      .notNull()
      .references(() => users.id),
    name: text().notNull(),
    /** COSE key as the authenticator gave it. */
    publicKey: bytea().notNull(),
    counter: bigint({ mode: "number" }).notNull().default(0),
    transports: text().array().notNull(),
    createdAt: moment().notNull(),
    lastUsedAt: moment(),
    removedAt: moment(),
  },
  (t) => [index("passkeys_user_idx").on(t.userId)],
);

/** A question that an authenticator is to answer once: to register, or to sign the statement in it. */
export const passkeyChallenges = pgTable(
  "passkey_challenges",
  {
    id: id().primaryKey(),
    userId: text()
      .notNull()
      .references(() => users.id),
    purpose: text().$type<"register" | "sign">().notNull(),
    challenge: text().notNull(),
    /** What a signature is over; the challenge is its digest. */
    statement: jsonb().$type<unknown>(),
    createdAt: moment().notNull(),
    expiresAt: moment().notNull(),
    usedAt: moment(),
  },
  (t) => [index("passkey_challenges_expiry_idx").on(t.expiresAt)],
);

export type PasskeyRow = typeof passkeys.$inferSelect;
