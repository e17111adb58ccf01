"use client";

import { useSyncExternalStore } from "react";
import { CommandLine } from "@/components/ui/command-line";

const never = () => () => {};

/** A one-time password link, whole, to copy now: it is stored nowhere. */
export function OneTimeLink({ path }: { path: string }) {
  const origin = useSyncExternalStore(
    never,
    () => window.location.origin,
    () => "",
  );
  return (
    <>
      <p>
        Whoever opens this link chooses the account&rsquo;s password. It works once, for seven days, and is shown only
        now. Countersign does not send e-mail: pass it on yourself.
      </p>
      <CommandLine command={`${origin}${path}`} label="Copy link" />
    </>
  );
}
