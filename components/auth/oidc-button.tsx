"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";

type OidcButtonProps = {
  next: string;
  children: React.ReactNode;
  /** Ask the provider to have the person prove who they are again. */
  fresh?: boolean;
};

/** Starts single sign-on: takes next-auth's CSRF token, then goes where the provider wants the browser. */
export function OidcButton({ next, fresh = false, children }: OidcButtonProps) {
  const [state, setState] = useState<"idle" | "leaving" | "failed">("idle");
  const start = async () => {
    setState("leaving");
    try {
      window.location.assign(await providerAddress(next, fresh));
    } catch {
      setState("failed");
    }
  };
  return (
    <div className="flex flex-col gap-3">
      {state === "failed" && (
        <Callout tone="fail" role="alert">
          The identity provider could not be reached. Try again in a moment.
        </Callout>
      )}
      <Button size="l" className="w-full" pending={state === "leaving"} onClick={start}>
        {children}
      </Button>
    </div>
  );
}

async function providerAddress(next: string, fresh: boolean): Promise<string> {
  const { csrfToken } = (await (await fetch("/api/auth/csrf")).json()) as { csrfToken: string };
  const answer = await fetch(`/api/auth/signin/oidc${fresh ? "?prompt=login&max_age=0" : ""}`, {
    method: "POST",
    body: new URLSearchParams({ csrfToken, callbackUrl: next, json: "true" }),
  });
  const { url } = (await answer.json()) as { url?: string };
  if (!answer.ok || !url) throw new Error("no address to go to");
  return url;
}
