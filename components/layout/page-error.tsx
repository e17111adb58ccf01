"use client";

import { useEffect } from "react";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { useRequestReference } from "./request-reference";
import { useOutage } from "./use-outage";

type PageErrorProps = { error: unknown; retry: () => void };

/**
 * What an error.tsx shows: nothing was lost, try again, and the id of the request, which the server's log line holds too. While the database is
 * out it says so, and the page comes back by itself.
 */
export function PageError({ error, retry }: PageErrorProps) {
  useEffect(() => {
    console.error(error);
  }, [error]);
  const outage = useOutage(retry);
  const requestId = useRequestReference();
  const digest =
    error instanceof Error && "digest" in error && typeof error.digest === "string" ? error.digest : undefined;
  return (
    <ErrorState
      heading="h1"
      title={outage ? "The console is not available" : "This page could not be shown"}
      reference={requestId ?? digest}
      actions={
        <Button variant="primary" onClick={retry}>
          Try again
        </Button>
      }
    >
      {outage
        ? `${outage} This page comes back by itself as soon as it does. Nothing you saved is lost.`
        : "The server did not answer as expected. Nothing you saved is lost."}
    </ErrorState>
  );
}
