import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { maxPersonalLength } from "@/lib/audit/event-definition";

/** The tags in a column with one set; written in the statement, so that two at once keep both. */
export const tagsWith = (column: PgColumn, key: string, value: string): SQL<Record<string, string>> =>
  sql`${column} || jsonb_build_object(${key}::text, ${value}::text)`;

/** The tags in a column without one. */
export const tagsWithout = (column: PgColumn, key: string): SQL<Record<string, string>> =>
  sql`${column} - ${key}::text`;

/** A tag's value as the log keeps it: very long ones by their beginning. */
export const auditedTag = (value: string): string => value.slice(0, maxPersonalLength);
