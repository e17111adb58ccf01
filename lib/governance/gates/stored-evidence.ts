import type { z } from "zod";
import { type Evidence, evidenceSchema, versionEvidence } from "./evidence";
import { riskEvidence } from "./evidence-of-people";

/** What a schema puts where an older document has nothing. */
function defaultsOf(schema: z.ZodObject): Readonly<Record<string, unknown>> {
  const found = Object.entries(schema.shape).flatMap(([key, part]) => {
    const read = (part as z.ZodType).safeParse(undefined);
    return read.success ? [[key, Object.freeze(read.data)] as const] : [];
  });
  return Object.fromEntries(found);
}

const parts = {
  whole: defaultsOf(evidenceSchema),
  version: defaultsOf(versionEvidence),
  risk: defaultsOf(riskEvidence),
};

/**
 * Reads an evidence document back from where evaluations are stored. It was checked when it was written and the database lets
 * nobody change it, so only what older documents lack is filled in: checking it whole again takes longer than judging it.
 */
export function readStoredEvidence(raw: unknown): Evidence {
  const stored = raw as Evidence | null;
  if (stored?.format !== evidenceSchema.shape.format.value) return evidenceSchema.parse(raw);
  const { candidate, live, risk } = stored;
  return {
    ...parts.whole,
    ...stored,
    candidate: { ...parts.version, ...candidate },
    live: live && { ...parts.version, ...live },
    risk: risk ? { ...parts.risk, ...risk } : null,
  };
}
