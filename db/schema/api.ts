import { doublePrecision, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { moment, projectId } from "./columns";

/** What a call with an `Idempotency-Key` was answered, so that the same call sent again is not done again. Kept for a day. */
export const apiIdempotency = pgTable(
  "api_idempotency",
  {
    projectId: projectId(),
    tokenId: text().notNull(),
    key: text().notNull(),
    /** SHA-256 over method, address and body: the same key with another request is a mistake of the client. */
    requestDigest: text().notNull(),
    /** Null while the first call runs. */
    status: integer(),
    body: text(),
    createdAt: moment().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.tokenId, t.key] }),
    index("api_idempotency_age_idx").on(t.projectId, t.createdAt),
  ],
);

/** How many calls each token may still make now; refills with time. One row a token, whatever the number of web processes. */
export const apiRateBuckets = pgTable(
  "api_rate_buckets",
  {
    projectId: projectId(),
    tokenId: text().notNull(),
    level: doublePrecision().notNull(),
    at: moment().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.tokenId] })],
);
