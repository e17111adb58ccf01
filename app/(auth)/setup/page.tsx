import type { Metadata } from "next";
import { SetPasswordForm } from "@/components/auth/set-password-form";
import { SetupForm } from "@/components/auth/setup-form";
import { BarePage } from "@/components/layout/bare-page";
import { LinkButton } from "@/components/ui/link-button";
import { getDb } from "@/db/client";
import { findLink } from "@/lib/auth/password-links";
import { needsSetup } from "@/lib/auth/people-queries";
import { findUserById } from "@/lib/auth/users";
import { paths } from "@/lib/paths";

export const metadata: Metadata = { title: "Set up", referrer: "no-referrer" };

type Props = { searchParams: Promise<{ token?: string | string[] }> };

/** Where one-time links lead: the first administrator of the installation, or the first password of an account. */
export default async function SetupPage({ searchParams }: Props) {
  const { token: given } = await searchParams;
  const token = typeof given === "string" ? given.slice(0, 200) : "";
  const link = token ? await findLink(getDb(), token) : null;
  const user = link?.userId ? await findUserById(getDb(), link.userId) : null;
  if (user && !user.disabledAt) {
    return (
      <BarePage>
        <h1 className="wrap-anywhere">
          Welcome, <bdi>{user.name}</bdi>
        </h1>
        <p className="mt-1.5 mb-4 text-ink-2">
          Choose the password with which {user.email} signs in. The link works once.
        </p>
        <SetPasswordForm token={token} email={user.email} />
      </BarePage>
    );
  }
  if (link && link.userId === null && (await needsSetup(getDb()))) {
    return (
      <BarePage>
        <h1>Set up Countersign</h1>
        <p className="mt-1.5 mb-5 text-ink-2">
          You become the administrator of this installation and of its first project. Roles that decide, such as
          reviewer, are given afterwards, to other people.
        </p>
        <SetupForm token={token} />
      </BarePage>
    );
  }
  return (
    <BarePage>
      <h1>This link cannot be used</h1>
      <p className="mt-1.5 mb-4 text-ink-2">
        It was used already, has expired, or was cut when copied. For the first administrator, restart the server: it
        prints a new one. For your own account, ask an administrator of your project.
      </p>
      <LinkButton href={paths.signIn()}>Go to sign-in</LinkButton>
    </BarePage>
  );
}
