import "server-only";
import { hash, verify } from "@node-rs/argon2";

/** Argon2id with the library's defaults: 19 MiB, 2 passes, 1 lane, as OWASP advises. */
export const hashPassword = (password: string): Promise<string> => hash(password);

let decoy: Promise<string> | undefined;

/** Checks a password. Without a stored hash it spends the same time on a decoy, so that the answer tells nothing. */
export async function isPassword(storedHash: string | null, password: string): Promise<boolean> {
  decoy ??= hash("no account has this password");
  const matches = await verify(storedHash ?? (await decoy), password);
  return storedHash !== null && matches;
}
