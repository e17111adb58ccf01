import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AnnounceSignIn } from "@/components/auth/announce-sign-in";
import { BarePage } from "@/components/layout/bare-page";
import { getDb } from "@/db/client";
import { findSession } from "@/lib/auth/session";
import { paths } from "@/lib/paths";

export const metadata: Metadata = { title: "Signed in" };

/** Where signing in again in a second tab ends: tells the tab with the unsent form. */
export default async function SignedInPage() {
  const session = await findSession(getDb());
  if (!session) redirect(paths.signIn(paths.signedIn));
  return (
    <BarePage>
      <h1>You are signed in again</h1>
      <p className="mt-1.5 text-ink-2">
        As <bdi>{session.name}</bdi>. Close this tab and go back to the one with your form: what you wrote is still
        there, ready to send.
      </p>
      <AnnounceSignIn userId={session.userId} name={session.name} />
    </BarePage>
  );
}
