import "server-only";
import type { SourceRow } from "@/db/schema";
import { invalidInput } from "@/lib/errors";
import { openSecret, sealSecret } from "../webhooks/seal-secret";
import { SourceError } from "./source-error";
import type { Credentials } from "./tracking-call";

type Stored = Pick<SourceRow, "id" | "auth" | "userName" | "secret" | "secretEnv">;
type Given = { auth: SourceRow["auth"]; userName: string; secret: string; secretEnv: string };
export type StoredSecret = Pick<SourceRow, "auth" | "userName" | "secret" | "secretEnv">;

const purpose = "source credentials";
export const sealCredential = (secret: string, sourceId: string): string => sealSecret(secret, sourceId, purpose);

/** The credentials of a source as its calls send them. Throws SourceError when they cannot be read. */
export function readCredentials({ id, auth, userName, secret, secretEnv }: Stored): Credentials {
  if (auth === "none") return { kind: "none" };
  const value = secretEnv ? process.env[secretEnv] : openSecret(secret, id, purpose);
  if (!value) {
    throw new SourceError(
      "secret",
      secretEnv
        ? `The variable ${secretEnv} is not set where this installation runs. Set it and restart, or enter the secret here.`
        : "The stored secret cannot be read, because NEXTAUTH_SECRET has changed. Enter it again.",
    );
  }
  return auth === "token" ? { kind: "token", token: value } : { kind: "basic", user: userName, password: value };
}

const originOf = (url: string): string => new URL(url).origin;

/**
 * What is to be stored of the credentials that a form gives. An empty secret keeps the stored one, but never for another server: that
 * would send it there.
 */
export function storedSecret(
  given: Given & { url: string },
  sourceId: string,
  before: (StoredSecret & { url: string }) | null,
): StoredSecret {
  const { auth, secret, secretEnv } = given;
  const userName = auth === "basic" ? given.userName : "";
  if (auth === "none") return { auth, userName, secret: "", secretEnv: null };
  if (secretEnv) return { auth, userName, secret: "", secretEnv };
  if (secret) return { auth, userName, secret: sealCredential(secret, sourceId), secretEnv: null };
  const what = auth === "token" ? "the token" : "the password";
  if (!before?.secret || before.auth !== auth) throw invalidInput("secret", `Enter ${what}, or name a variable.`);
  if (originOf(before.url) !== originOf(given.url))
    throw invalidInput("secret", `Enter ${what} again: the stored one is for another server.`);
  return { auth, userName, secret: before.secret, secretEnv: null };
}
