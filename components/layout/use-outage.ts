"use client";

import { useEffect, useState } from "react";

const askEveryMs = 2_000;

/** Why the server cannot work now; null while it is not known, undefined when it works. */
async function readOutage(): Promise<string | null | undefined> {
  try {
    const answer = await fetch("/api/health", { cache: "no-store" });
    if (answer.ok) return undefined;
    const { reason } = (await answer.json()) as { reason?: string };
    return reason ?? null;
  } catch {
    return "The server does not answer.";
  }
}

/**
 * After a failed page: the reason when the server or its database is out, and `back` once when it works again. Null when
 * the server works and the fault lies elsewhere.
 */
export function useOutage(back: () => void): string | null {
  const [reason, setReason] = useState<string | null>(null);
  useEffect(() => {
    let wasOut = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let ended = false;
    const ask = async () => {
      const outage = await readOutage();
      if (ended) return;
      if (outage === undefined) {
        if (wasOut) back();
        return;
      }
      wasOut = true;
      setReason(outage);
      timer = setTimeout(ask, askEveryMs);
    };
    void ask();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [back]);
  return reason;
}
