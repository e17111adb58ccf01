"use client";

import { useEffect } from "react";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";

type PageErrorProps = { error: unknown; retry: () => void };

/** What an error.tsx shows: nothing was lost, try again, and the reference of the server's log line. */
export function PageError({ error, retry }: PageErrorProps) {
  useEffect(() => {
    console.error(error);
  }, [error]);
  const digest =
    error instanceof Error && "digest" in error && typeof error.digest === "string" ? error.digest : undefined;
  return (
    <ErrorState
      heading="h1"
      title="This page could not be shown"
      reference={digest}
      actions={
        <Button variant="primary" onClick={retry}>
          Try again
        </Button>
      }
    >
      The server did not answer as expected; the database may be restarting. Nothing you saved is lost.
    </ErrorState>
  );
}
