import { DomainError } from "@/lib/errors";

const full = new Set(["ENOSPC", "EDQUOT", "EFBIG", "QuotaExceeded", "XMinioStorageFull", "EntityTooLarge"]);
const unreachable =
  /^(ECONN|ENOTFOUND|EAI_AGAIN|EPIPE|ETIMEDOUT|TimeoutError|SlowDown|ServiceUnavailable|InternalError)/;
const refused =
  /^(NoSuchBucket|AccessDenied|InvalidAccessKeyId|SignatureDoesNotMatch|CredentialsProviderError|ExpiredToken|EACCES|EROFS|EPERM)$/;

const namesOf = (error: unknown): string[] =>
  typeof error !== "object" || error === null
    ? []
    : ["code", "Code", "name"].flatMap((key) => {
        const value = (error as Record<string, unknown>)[key];
        return typeof value === "string" ? [value] : [];
      });

/** What a failure of the store means for whoever uploads; the error itself when it means nothing known. */
export function explainStorage(error: unknown): unknown {
  if (error instanceof DomainError) return error;
  const names = namesOf(error);
  if (names.some((name) => full.has(name))) {
    return new DomainError(
      "STORAGE_FULL",
      "The artifact store is full: nothing of this file was kept. Make room, or tell whoever runs this server.",
    );
  }
  const refusal = names.find((name) => refused.test(name));
  if (refusal) {
    return new DomainError(
      "PRECONDITION_FAILED",
      `The artifact store refuses to work (${refusal}): nothing was kept. Whoever runs this server has to correct its settings.`,
    );
  }
  if (names.some((name) => unreachable.test(name)))
    return new DomainError("UNAVAILABLE", "The artifact store is not reachable at the moment. Try again.");
  return error;
}
