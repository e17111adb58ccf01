import type { RunStatus } from "@/db/enums";
import { DomainError } from "@/lib/errors";

/** `runs.source` of a run that a client logs bit by bit. */
export const loggedSource = "log";

/** What is said when something is logged to a run that was deleted. */
export const runIsDeleted = (runId: string) =>
  new DomainError("INVALID_INPUT", `The run ${runId} must be in the 'active' state. Current state is deleted.`);

/** Statuses after which nothing more is expected of a run. */
export const hasEnded = (status: RunStatus): boolean =>
  status === "FINISHED" || status === "FAILED" || status === "KILLED";
