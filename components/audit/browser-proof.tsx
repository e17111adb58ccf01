"use client";

import { useEffect, useState } from "react";
import { StatusBadge } from "@/components/ui/status-badge";
import type { ProofStep } from "@/lib/audit/event-query";
import { climbProof } from "./proof-check";

type Outcome = "working" | "equal" | "different" | "unavailable";
type BrowserProofProps = { canonical: string; steps: readonly ProofStep[]; root: string };

/** Recomputes the root from the event in this browser, so that the server's word is not needed for it. */
export function BrowserProof({ canonical, steps, root }: BrowserProofProps) {
  const [outcome, setOutcome] = useState<Outcome>("working");
  useEffect(() => {
    let isCurrent = true;
    // Browsers offer SHA-256 only on https and on this very machine.
    const work = globalThis.isSecureContext
      ? climbProof(canonical, steps)
      : Promise.reject(new Error("no secure context"));
    work.then(
      (found) => isCurrent && setOutcome(found === root ? "equal" : "different"),
      () => isCurrent && setOutcome("unavailable"),
    );
    return () => {
      isCurrent = false;
    };
  }, [canonical, steps, root]);
  return (
    <p role="status" className="mt-2">
      {outcome === "working" && (
        <StatusBadge className="whitespace-normal!" tone="neutral">
          Recomputing in this browser
        </StatusBadge>
      )}
      {outcome === "equal" && (
        <StatusBadge className="whitespace-normal!" tone="pass">
          Recomputed in this browser, equal to the signed root
        </StatusBadge>
      )}
      {outcome === "different" && (
        <StatusBadge className="whitespace-normal!" tone="fail">
          Recomputed in this browser: another root than the signed one
        </StatusBadge>
      )}
      {outcome === "unavailable" && (
        <StatusBadge className="whitespace-normal!" tone="unknown">
          Cannot be recomputed here: the connection is not https
        </StatusBadge>
      )}
    </p>
  );
}
