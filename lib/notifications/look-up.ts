import type { Reader } from "@/db/client";
import type { EventView } from "@/lib/audit/event-view";

export type ToldEvent = Pick<EventView, "object" | "payload"> & { projectId: number };

/** Finds the accounts of an audience from the object of an event. */
export type LookUp = (db: Reader, event: ToldEvent) => Promise<readonly (string | null | undefined)[]>;
