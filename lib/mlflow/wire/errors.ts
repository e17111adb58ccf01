import { z } from "zod";
import { databaseRefusal } from "@/lib/database-refusal";
import { DomainError, type ErrorCode } from "@/lib/errors";

/** Status of each error code of the wire; clients retry 408, 429, 500 and 502 to 504 for minutes and give up on the rest. */
export const mlflowStatus = {
  INTERNAL_ERROR: 500,
  INVALID_STATE: 500,
  DATA_LOSS: 500,
  NOT_IMPLEMENTED: 501,
  TEMPORARILY_UNAVAILABLE: 503,
  DEADLINE_EXCEEDED: 504,
  REQUEST_LIMIT_EXCEEDED: 429,
  RESOURCE_EXHAUSTED: 429,
  CANCELLED: 499,
  ABORTED: 409,
  RESOURCE_CONFLICT: 409,
  ALREADY_EXISTS: 409,
  NOT_FOUND: 404,
  ENDPOINT_NOT_FOUND: 404,
  RESOURCE_DOES_NOT_EXIST: 404,
  PERMISSION_DENIED: 403,
  CUSTOMER_UNAUTHORIZED: 401,
  UNAUTHENTICATED: 401,
  BAD_REQUEST: 400,
  RESOURCE_ALREADY_EXISTS: 400,
  INVALID_PARAMETER_VALUE: 400,
} as const;
export type MlflowErrorCode = keyof typeof mlflowStatus;

/** An answer that is an error, in the words of the wire. `status` only where the code's own would make clients retry in vain. */
export class MlflowError extends Error {
  readonly status: number;
  constructor(
    readonly code: MlflowErrorCode,
    message: string,
    status?: number,
  ) {
    super(message);
    this.name = "MlflowError";
    this.status = status ?? mlflowStatus[code];
  }
}

/** INVALID_PARAMETER_VALUE, by far the most frequent. */
export const invalidValue = (message: string) => new MlflowError("INVALID_PARAMETER_VALUE", message);
/** RESOURCE_DOES_NOT_EXIST: nothing of that name or id in this project. */
export const doesNotExist = (message: string) => new MlflowError("RESOURCE_DOES_NOT_EXIST", message);

/** Never a status that clients retry, unless trying again can help. */
const codeOf: Record<ErrorCode, [MlflowErrorCode, number?]> = {
  NOT_FOUND: ["RESOURCE_DOES_NOT_EXIST"],
  FORBIDDEN: ["PERMISSION_DENIED"],
  UNAUTHENTICATED: ["UNAUTHENTICATED"],
  CONFLICT: ["RESOURCE_CONFLICT"],
  INVALID_INPUT: ["INVALID_PARAMETER_VALUE"],
  PRECONDITION_FAILED: ["INVALID_STATE", 412],
  RATE_LIMITED: ["REQUEST_LIMIT_EXCEEDED"],
  PAYLOAD_TOO_LARGE: ["INVALID_PARAMETER_VALUE", 413],
  STORAGE_FULL: ["RESOURCE_EXHAUSTED", 507],
  UNAVAILABLE: ["TEMPORARILY_UNAVAILABLE"],
  INTERNAL: ["INTERNAL_ERROR"],
};

/** SQLSTATE classes and socket errors after which the same request may succeed: lost connections, restarts, deadlocks. */
const passing = /^(08|53|57P|40001$|40P01$)|^(ECONN|EPIPE|ETIMEDOUT|CONNECT|CONNECTION_)/;

function isPassing(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  if ("code" in error && typeof error.code === "string" && passing.test(error.code)) return true;
  return "cause" in error && isPassing(error.cause);
}

/** Any thrown value as an answer of the wire; null when it is a defect of ours, to be logged and not quoted. */
export function asMlflowError(thrown: unknown): MlflowError | null {
  if (thrown instanceof MlflowError) return thrown;
  if (isPassing(thrown))
    return new MlflowError("TEMPORARILY_UNAVAILABLE", "The database is not reachable at the moment. Try again.");
  const error = databaseRefusal(thrown) ?? thrown;
  if (error instanceof z.ZodError) {
    const [first] = error.issues;
    return invalidValue(`${first?.path.join(".") || "The request"}: ${first?.message ?? "is not valid"}`);
  }
  if (error instanceof DomainError) {
    const [code, status] = codeOf[error.code];
    return new MlflowError(code, error.message, status);
  }
  return null;
}
