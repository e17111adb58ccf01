"use client";

import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import { Spinner } from "@/components/ui/spinner";
import { useRunRows } from "./run-rows";

/** Below the last row: that more runs are on their way, that they did not come, or the way to them without scrolling. */
export function MoreRuns({ href }: { href: string | null }) {
  const { hasMore, isLoading, hasFailed, loadMore } = useRunRows();
  if (!hasMore || !href) return null;
  return (
    <div className="sticky start-0 flex h-10 w-fit items-center gap-2 px-4 text-s text-ink-2" data-print="hide">
      {isLoading ? (
        <>
          <Spinner /> Loading more runs
        </>
      ) : hasFailed ? (
        <>
          <span role="alert">More runs could not be loaded.</span>
          <Button size="s" onClick={loadMore}>
            Try again
          </Button>
        </>
      ) : (
        <LinkButton size="s" href={href} prefetch={false}>
          The runs after these
        </LinkButton>
      )}
    </div>
  );
}
