import { z } from "zod";

const text = (max: number) => z.string().trim().max(max).optional().catch(undefined);
const day = z.iso.date().optional().catch(undefined);

/** Filters of the event list as the address carries them; what cannot be read is left out. */
export const auditFilters = z.object({
  q: text(200),
  actor: text(200),
  action: text(100),
  type: text(100),
  object: text(200),
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
