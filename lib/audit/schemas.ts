import { z } from "zod";
import { parseObjectRef } from "./object-ref";

const text = (max: number) => z.string().trim().max(max).optional().catch(undefined);
const day = z.iso.date().optional().catch(undefined);

/** Filters of the event list as the address carries them; what cannot be read is left out. */
export const auditFilters = z.object({
  q: text(200),
  actor: text(200),
  action: text(100),
  type: text(100),
  /** One object as `type:id`. */
  object: z
    .string()
    .max(300)
    .refine((value) => parseObjectRef(value) !== null)
    .optional()
    .catch(undefined),
  /** First and last day, UTC. */
  from: day,
  to: day,
  before: z.coerce.number().int().positive().optional().catch(undefined),
});
export type AuditFilters = z.output<typeof auditFilters>;

export const filterNames = [
  "q",
  "actor",
  "action",
  "type",
  "object",
  "from",
  "to",
] as const satisfies (keyof AuditFilters)[];

/** Whether anything narrows the list. */
export const isFiltered = (filters: AuditFilters): boolean => filterNames.some((name) => filters[name] !== undefined);
