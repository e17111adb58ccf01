import type { Metadata } from "next";
import { BarePage } from "@/components/layout/bare-page";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import { getDb } from "@/db/client";
import { findMailProject } from "@/lib/notifications/mail/mail-project-query";
import { readUnsubscribeToken } from "@/lib/notifications/mail/unsubscribe-token";
import { paths } from "@/lib/paths";

export const metadata: Metadata = { title: "Turn mail off", referrer: "no-referrer" };

type Props = { searchParams: Promise<{ token?: string | string[]; done?: string | string[] }> };

/** Where the link at the foot of a mail leads: asks first, because links in mails are opened by scanners too. */
export default async function UnsubscribePage({ searchParams }: Props) {
  const { token: given, done } = await searchParams;
  const token = typeof given === "string" ? given.slice(0, 200) : "";
  const recipient = readUnsubscribeToken(token);
  const project = recipient && (await findMailProject(getDb(), recipient));
  if (!project) {
    return (
      <BarePage>
        <h1>This link cannot be used</h1>
        <p className="mt-1.5 mb-4 text-ink-2">
          It was cut or altered on its way. Sign in to change how you are told, under Settings, Notifications.
        </p>
        <LinkButton href={paths.signIn()}>Go to sign-in</LinkButton>
      </BarePage>
    );
  }
  if (done || !project.isMailOn) {
    return (
      <BarePage>
        <h1>Mail is off</h1>
        <p className="mt-1.5 mb-4 text-ink-2">
          You get no more mail from <bdi>{project.title}</bdi>. Everything is still in your inbox, and you can turn mail
          on again in your settings.
        </p>
        <LinkButton href={paths.notificationSettings(project.name)}>Notification settings</LinkButton>
      </BarePage>
    );
  }
  return (
    <BarePage>
      <h1>Turn mail off?</h1>
      <p className="mt-1.5 mb-4 text-ink-2">
        You get no more mail from <bdi>{project.title}</bdi>: no reminders and no requests for your decision either.
        They stay in your inbox in the console.
      </p>
      <form method="post" action={paths.unsubscribeApi(token)}>
        <Button type="submit" variant="primary">
          Turn mail off
        </Button>
      </form>
    </BarePage>
  );
}
