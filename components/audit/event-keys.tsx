"use client";

import { useRouter } from "next/navigation";
import { useShortcuts } from "@/components/layout/use-shortcuts";

type EventKeysProps = { olderHref: string | null; newerHref: string | null; closeHref: string | null };

/** j and k go to the older and the newer event, Escape closes the one in view. */
export function EventKeys({ olderHref, newerHref, closeHref }: EventKeysProps) {
  const router = useRouter();
  const go = (href: string | null) => () => {
    if (href) router.push(href, { scroll: false });
  };
  useShortcuts([
    { keys: "j", run: go(olderHref) },
    { keys: "k", run: go(newerHref) },
    { keys: "Escape", run: go(closeHref) },
  ]);
  return null;
}
