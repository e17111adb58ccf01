import "server-only";
import { createHash } from "node:crypto";
import { createTransport } from "nodemailer";
import { isLoopback } from "@/lib/env";
import type { Composed } from "./compose-mail";
import { mailSettings } from "./mail-settings";

export type Outgoing = Composed & {
  to: string;
  /** What makes this mail one and the same when it is sent again. */
  identity: string;
  /** Where mail programs post to turn these mails off (RFC 8058). */
  oneClickUrl: string;
};

/** `refused`: the server will never take it; everything else that goes wrong is thrown and tried again. */
export type Sent = "sent" | "refused" | "off";

/** Milliseconds after which a server that does not answer is left; the address of the server may say otherwise. */
const limits = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000, dnsTimeout: 10_000 };

/** The address of the server with our limits, and with TLS required where a password would be sent to another machine. */
function withLimits(address: string): string {
  const url = new URL(address);
  const isElsewhere = Boolean(url.username) && !isLoopback(url.hostname);
  const wanted = { ...limits, ...(isElsewhere ? { requireTLS: true } : {}) };
  for (const [name, value] of Object.entries(wanted))
    if (!url.searchParams.has(name)) url.searchParams.set(name, String(value));
  return url.href;
}

/** Hands one mail to the server. A server that hangs is left after its time; the caller's job tries again later. */
export async function sendMail(mail: Outgoing): Promise<Sent> {
  const settings = mailSettings();
  if (!settings) return "off";
  const transport = createTransport(withLimits(settings.url), {
    from: settings.from,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const { hostname } = new URL(settings.url);
  const domain = /@([^>\s]+)>?$/.exec(settings.from)?.[1] ?? hostname;
  const identity = createHash("sha256").update(mail.identity).digest("hex").slice(0, 40);
  try {
    await transport.sendMail({
      // An address object is never parsed, so that no list or name can hide in it.
      to: { name: "", address: mail.to },
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      messageId: `<${identity}@${domain}>`,
      headers: {
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": `<${mail.oneClickUrl}>`,
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      },
    });
    return "sent";
  } catch (error) {
    if (isPermanent(error)) return "refused";
    throw error;
  } finally {
    transport.close();
  }
}

/** 5xx to the recipient or the content is final; to our sign-in it is a setting that somebody will mend. */
function isPermanent(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  const code = "code" in error ? error.code : null;
  const answer = "responseCode" in error ? Number(error.responseCode) : 0;
  return answer >= 500 && answer < 600 && (code === "EENVELOPE" || code === "EMESSAGE");
}
