import { DomainError, type ErrorCode } from "@/lib/errors";
import type { Availability, Reason } from "./available-actions";

const codes: Record<Reason["code"], ErrorCode> = {
  not_signed_in_person: "FORBIDDEN",
  role: "FORBIDDEN",
  conflict: "FORBIDDEN",
  not_yours: "FORBIDDEN",
  reauthenticate: "PRECONDITION_FAILED",
  turn: "PRECONDITION_FAILED",
  not_executable: "PRECONDITION_FAILED",
  gates: "PRECONDITION_FAILED",
  state: "CONFLICT",
  stale: "CONFLICT",
  expired: "CONFLICT",
  already_decided: "CONFLICT",
  nothing_to_clear: "CONFLICT",
};

// What a person can never mend comes before what has only to be waited for or repeated.
const order: readonly Reason["code"][] = [
  "not_signed_in_person",
  "role",
  "conflict",
  "not_yours",
  "stale",
  "state",
  "gates",
];
const rank = (reason: Reason) => order.indexOf(reason.code) + 1 || order.length + 1;

/** The error for an action that is not available: the weightiest reason speaks, all of them are in `details`. */
export function refusal({ reasons }: Availability, details: Record<string, unknown> = {}): DomainError {
  const [first] = [...reasons].sort((a, b) => rank(a) - rank(b));
  if (!first) return new DomainError("CONFLICT", "This is not possible now.");
  return new DomainError(codes[first.code], first.text, { details: { reasons, reason: first.code, ...details } });
}
