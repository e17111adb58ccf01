import { customType, integer, text, timestamp } from "drizzle-orm/pg-core";

/** Raw bytes: canonical JSON, hashes, packed label and score vectors. */
export const bytea = customType<{ data: Buffer; driverData: Buffer }>({
  dataType: () => "bytea",
});

/** A moment with time zone, as a Date. */
export const moment = () => timestamp({ withTimezone: true, mode: "date", precision: 3 });

/** Every project-owned table leads its keys with this column, so that it can be distributed by project. */
export const projectId = () => integer().notNull();

/** A text id: UUIDv7 in hex, or for runs the id their producer gave them. */
export const id = () => text().notNull();
