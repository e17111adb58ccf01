import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";
import { consoleAddress } from "@/lib/console-address";
import { purposeKey } from "@/lib/integrations/webhooks/seal-secret";
import { paths } from "@/lib/paths";

export type MailRecipient = { projectId: number; userId: string };

const sign = (text: string): string => createHmac("sha256", purposeKey("mail off")).update(text).digest("base64url");

/** Proves that its holder got a mail for this person and project; all it can do is turn that mail off. */
export function unsubscribeToken({ projectId, userId }: MailRecipient): string {
  const text = `${projectId}.${userId}`;
  return `${text}.${sign(text)}`;
}

/** Whose mail a token turns off; null when it was not made here. */
export function readUnsubscribeToken(token: string): MailRecipient | null {
  const parts = /^(\d{1,9})\.([0-9a-zA-Z-]{1,64})\.([0-9a-zA-Z_-]{43})$/.exec(token);
  if (!parts) return null;
  const [, projectId = "", userId = "", signature = ""] = parts;
  const expected = Buffer.from(sign(`${projectId}.${userId}`));
  const given = Buffer.from(signature);
  return expected.length === given.length && timingSafeEqual(expected, given)
    ? { projectId: Number(projectId), userId }
    : null;
}

/** Where a mail program sends its one-click request. */
export const oneClickUrl = (recipient: MailRecipient): string =>
  new URL(paths.unsubscribeApi(unsubscribeToken(recipient)), consoleAddress()).href;

/** The page that asks the person first: links in mails are opened by scanners too. */
export const unsubscribeUrl = (recipient: MailRecipient): string =>
  new URL(paths.unsubscribe(unsubscribeToken(recipient)), consoleAddress()).href;
