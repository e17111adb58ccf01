import { z } from "zod";

const token = z.string().nullable();

/** Where a sync is. Written in the transaction that wrote what was read before it. */
export const cursorSchema = z.discriminatedUnion("phase", [
  z.object({ phase: z.literal("experiments"), token }),
  /** Runs that had not ended, by id; after this one. */
  z.object({ phase: z.literal("open"), after: z.string().nullable() }),
  /** Runs of one experiment by start; `from` is the start of the last one that was read. Null experiment: before the first. */
  z.object({ phase: z.literal("runs"), experiment: z.string().nullable(), from: z.number().nullable(), token }),
  /** Logged models of one experiment; null: before the first. */
  z.object({ phase: z.literal("logged"), experiment: z.string().nullable(), token }),
  z.object({ phase: z.literal("models"), token }),
  z.object({ phase: z.literal("versions"), token }),
  z.object({ phase: z.literal("done") }),
]);
export type Cursor = z.output<typeof cursorSchema>;
export type LoggedCursor = Extract<Cursor, { phase: "logged" }>;
export type RunsCursor = Extract<Cursor, { phase: "runs" }>;

export const firstCursor: Cursor = { phase: "experiments", token: null };

/** Starts up to this much before the last walk are read again: runs that were logged late, and clocks that differ. */
export const overlapMs = 24 * 3_600_000;

/** From which start an experiment is read; null = all of it. */
export const startOfWalk = (isFull: boolean, readUntil: number | null): number | null =>
  isFull || readUntil === null ? null : Math.max(0, readUntil - overlapMs);

/** A server that answers a token with the same token would be asked for ever. */
const isLast = (token: string | null, next: string | null): boolean => next === null || next === token;

/**
 * Where to go on in an experiment after a page of its runs, in the order of their starts; null at its end. A page token counts rows, and
 * loses some when rows before it go away; so the walk goes on from the last start, and by token only among runs of one same start.
 */
export function afterRuns(at: RunsCursor, lastStart: number | null, next: string | null): RunsCursor | null {
  if (isLast(at.token, next)) return null;
  if (lastStart !== null && (at.from === null || lastStart > at.from)) return { ...at, from: lastStart, token: null };
  return { ...at, token: next };
}

/** Where to go on in an experiment after a page of its logged models; null at its end. */
export const afterLogged = (at: LoggedCursor, next: string | null): LoggedCursor | null =>
  isLast(at.token, next) ? null : { ...at, token: next };

/** Where to go on once the logged models of an experiment are read: the next one, or the registry after the last. */
export const enterLogged = (next: string | null): Cursor =>
  next === null ? { phase: "models", token: null } : { phase: "logged", experiment: next, token: null };

type ListCursor = Extract<Cursor, { phase: "experiments" | "models" | "versions" }>;
/** Where to go on after a page of experiments, models or versions. */
export function afterList(at: ListCursor, next: string | null): Cursor {
  if (!isLast(at.token, next)) return { ...at, token: next };
  if (at.phase === "experiments") return { phase: "open", after: null };
  return at.phase === "models" ? { phase: "versions", token: null } : { phase: "done" };
}

/** Where to go on once an experiment is read, or all that were open: the next one, or the logged models after the last. */
export const enterExperiment = (next: { remoteId: string; from: number | null } | null): Cursor =>
  next
    ? { phase: "runs", experiment: next.remoteId, from: next.from, token: null }
    : { phase: "logged", experiment: null, token: null };
