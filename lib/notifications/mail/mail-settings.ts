import "server-only";
import { getEnv } from "@/lib/env";

/** Whether this installation sends mail. */
export const isMailOn = (): boolean => Boolean(getEnv().SMTP_URL);

/** Sender and server of mail; null = no mail is sent. */
export function mailSettings(): { url: string; from: string } | null {
  const { SMTP_URL, MAIL_FROM } = getEnv();
  return SMTP_URL && MAIL_FROM ? { url: SMTP_URL, from: MAIL_FROM } : null;
}
