import { sql } from "drizzle-orm";
import { check, index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import type { Role } from "../enums";
import { users } from "./auth";
import { id, moment, projectId } from "./columns";

/** Somebody who decides for a colleague for a time, in one role that both hold. Overlaps are refused by a trigger (CS006). */
export const delegations = pgTable(
  "delegations",
  {
    projectId: projectId(),
    id: id(),
    role: text().$type<Role>().notNull(),
    delegatorUserId: text()
      .notNull()
      .references(() => users.id),
    delegatorPersonId: text().notNull(),
    delegateUserId: text()
      .notNull()
      .references(() => users.id),
    delegatePersonId: text().notNull(),
    reason: text().notNull(),
    startsAt: moment().notNull(),
    endsAt: moment().notNull(),
    createdAt: moment().notNull(),
    revokedAt: moment(),
    revokedBy: text(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.id] }),
    index("delegations_delegate_idx").on(t.projectId, t.delegateUserId, t.endsAt),
    index("delegations_delegator_idx").on(t.projectId, t.delegatorUserId, t.endsAt),
    check(
      "delegations_limited",
      sql`${t.endsAt} > ${t.startsAt} and ${t.endsAt} <= ${t.startsAt} + interval '30 days'`,
    ),
    check("delegations_two_people", sql`${t.delegatorPersonId} <> ${t.delegatePersonId}`),
    check("delegations_deciding_role", sql`${t.role} in ('reviewer', 'risk_officer')`),
  ],
);

export type DelegationRow = typeof delegations.$inferSelect;
