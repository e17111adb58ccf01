import "server-only";
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { getEnv } from "@/lib/env";
import { preconditionFailed } from "@/lib/errors";

const algorithm = "aes-256-gcm";
const ivSize = 12;
const tagSize = 16;

/** A key for one purpose, derived from the installation's secret. */
export function purposeKey(purpose: string): Buffer {
  const secret = getEnv().NEXTAUTH_SECRET;
  if (!secret)
    throw preconditionFailed(
      "NEXTAUTH_SECRET is not set: without it nothing can be signed or sealed. Set it and restart.",
    );
  return Buffer.from(hkdfSync("sha256", secret, "", `countersign ${purpose}`, 32));
}

/** A new signing secret of a webhook, as Standard Webhooks writes it. */
export const newSigningSecret = (): string => `whsec_${randomBytes(32).toString("base64")}`;

type SealPurpose = "webhook secrets" | "source credentials";

/** Encrypts a secret for the database; `context` ties it to its row. */
export function sealSecret(secret: string, context: string, purpose: SealPurpose = "webhook secrets"): string {
  const iv = randomBytes(ivSize);
  const cipher = createCipheriv(algorithm, purposeKey(purpose), iv).setAAD(Buffer.from(context));
  const sealed = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64");
}

/** Opens a sealed secret; null when it was sealed with another key or for another row. */
export function openSecret(sealed: string, context: string, purpose: SealPurpose = "webhook secrets"): string | null {
  const bytes = Buffer.from(sealed, "base64");
  const cipher = createDecipheriv(algorithm, purposeKey(purpose), bytes.subarray(0, ivSize))
    .setAAD(Buffer.from(context))
    .setAuthTag(bytes.subarray(ivSize, ivSize + tagSize));
  try {
    return Buffer.concat([cipher.update(bytes.subarray(ivSize + tagSize)), cipher.final()]).toString("utf8");
  } catch {
    return null;
  }
}
