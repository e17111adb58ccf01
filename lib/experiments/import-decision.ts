import type { RunStatus } from "@/db/enums";

/** `digest` is null for a run that a client logged to since it came in. */
export type StoredRun = { digest: string | null; status: RunStatus };
export type IncomingRun = { digest: string; status: RunStatus };
export type ImportDecision =
  | { kind: "insert" }
  | { kind: "update" }
  | { kind: "unchanged" }
  | { kind: "refuse"; message: string };

const progress: Record<RunStatus, number> = {
  SCHEDULED: 0,
  RUNNING: 1,
  FINISHED: 2,
  FAILED: 2,
  KILLED: 2,
};

/**
 * What an incoming record does to the run already stored under its id. Equal content is a retry. A run that ended never changes:
 * it is evidence. An older state that arrives late (RUNNING after FINISHED) is passed over, so order does not matter.
 */
export function decideImport(stored: StoredRun | undefined, incoming: IncomingRun): ImportDecision {
  if (!stored) return { kind: "insert" };
  if (stored.digest === incoming.digest) return { kind: "unchanged" };
  if (progress[incoming.status] < progress[stored.status]) return { kind: "unchanged" };
  if (progress[stored.status] < 2) return { kind: "update" };
  const short = (digest: string) => digest.slice(0, 19);
  return {
    kind: "refuse",
    message: `is already here as ${stored.status} with other content (${stored.digest === null ? "logged to since" : `stored ${short(stored.digest)}`}, sent ${short(incoming.digest)}); a run that has ended does not change: send the new result under a new run_id`,
  };
}
