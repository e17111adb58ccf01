export type SourceProblem =
  | "unreachable"
  | "refused"
  | "redirected"
  | "credentials"
  | "not_mlflow"
  | "busy"
  | "failing"
  | "too_large"
  | "rejected"
  | "secret";

/** Why a source cannot be read, in our own words, with what would mend it. */
export class SourceError extends Error {
  constructor(
    readonly problem: SourceProblem,
    message: string,
  ) {
    super(message);
    this.name = "SourceError";
  }
  /** The field of a source's form that has to change; null when waiting may help. */
  get field(): "url" | "secret" | null {
    if (this.problem === "credentials" || this.problem === "secret") return "secret";
    return this.problem === "busy" || this.problem === "failing" ? null : "url";
  }
}

const isSaid = (value: unknown): value is { error_code: string } =>
  typeof value === "object" && value !== null && "error_code" in value && typeof value.error_code === "string";

/** What an answer that is not 200 says of the source. `code` of the wire is quoted only when it is a plain word. */
export function readRefusal(status: number, body: unknown): SourceError {
  const code = isSaid(body) && /^[A-Z_]{1,60}$/.test(body.error_code) ? body.error_code : null;
  if (status === 401 || status === 403) {
    return new SourceError(
      "credentials",
      `The server refuses these credentials (${status}). Check the token or password, and that its owner may read.`,
    );
  }
  if (status >= 300 && status < 400) {
    return new SourceError(
      "redirected",
      `The server answers with a redirect (${status}), which is not followed. Give the address it leads to, or check that no sign-in page stands before it.`,
    );
  }
  if (status === 408 || status === 429 || status >= 500) {
    const problem = status === 429 ? "busy" : "failing";
    return new SourceError(problem, `The server answers ${status}.`);
  }
  if (code === null) {
    return new SourceError(
      "not_mlflow",
      `Something answers there (${status}), but it is not an MLflow tracking server. Give its tracking address, the one clients use.`,
    );
  }
  return new SourceError("rejected", `The server rejects a call of ours (${status} ${code}).`);
}

const minute = 60_000;

/** Pause before the next attempt after this many in a row came to nothing: one minute, doubled, at most an hour. */
export const pauseAfter = (failures: number): number => Math.min(2 ** Math.max(0, failures - 1), 60) * minute;
