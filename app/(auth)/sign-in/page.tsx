import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { OidcButton } from "@/components/auth/oidc-button";
import { PersonaList } from "@/components/auth/persona-list";
import { SignInForm } from "@/components/auth/sign-in-form";
import { BarePage } from "@/components/layout/bare-page";
import { Callout } from "@/components/ui/callout";
import { Panel } from "@/components/ui/panel";
import { getDb } from "@/db/client";
import { oidcProvider } from "@/lib/auth/config";
import { nextPath } from "@/lib/auth/next-path";
import { listPersonas, needsSetup } from "@/lib/auth/people-queries";
import { findSession } from "@/lib/auth/session";

export const metadata: Metadata = { title: "Sign in" };

const notices: Record<string, string> = {
  account_exists:
    "Another account here has this e-mail. Accounts are never joined by e-mail: sign in as you did before.",
  disabled: "This account is disabled. Ask an administrator of the installation.",
  claims:
    "The identity provider sent no verified e-mail address. Ask its administrator to release the claims email and email_verified.",
};

type Props = { searchParams: Promise<Partial<Record<"next" | "error" | "fresh", string | string[]>>> };

/** Sign-in by password, single sign-on or, on the demo, as one of its people. */
export default async function SignInPage({ searchParams }: Props) {
  const { next: wish, error, fresh } = await searchParams;
  const next = nextPath(wish);
  const [session, personas, empty] = await Promise.all([
    findSession(getDb()),
    listPersonas(getDb()),
    needsSetup(getDb()),
  ]);
  if (session && !error && !fresh) redirect(next);
  const provider = oidcProvider();
  return (
    <BarePage>
      <h1>Sign in</h1>
      <div className="mt-4 flex flex-col gap-5">
        {error !== undefined && (
          <Callout tone="fail" role="alert">
            {notices[String(error)] ??
              "Single sign-on did not complete. Start again; if it fails once more, ask the operator of this installation."}
          </Callout>
        )}
        {empty && (
          <Callout tone="warn">
            This installation has no accounts yet. Open the one-time set-up link that the server printed when it
            started.
          </Callout>
        )}
        {personas.length > 0 && (
          <section aria-labelledby="personas">
            <h2 id="personas" className="mb-1">
              Demo: sign in as
            </h2>
            <p className="mb-2.5 text-s text-ink-2">
              No password: these people exist only on this machine&rsquo;s own database.
            </p>
            <PersonaList personas={personas} next={next} />
          </section>
        )}
        {provider && (
          <OidcButton next={next} fresh={fresh !== undefined}>
            Sign in with {provider.name}
          </OidcButton>
        )}
        <section>
          <h2 className={personas.length > 0 || provider ? "mb-2.5" : "sr-only"}>With a password</h2>
          <Panel padded>
            <SignInForm next={next} />
          </Panel>
        </section>
      </div>
    </BarePage>
  );
}
