"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { useSelection } from "@/components/data-table/selection";
import { Button } from "@/components/ui/button";
import { isReading } from "@/components/ui/is-reading";
import { paths } from "@/lib/paths";

const everyMilliseconds = 5000;

type LiveRunsProps = { project: string; experimentId: string | null; version: string; isFirstPage: boolean };

/** Whether somebody is in the middle of the table: rows that come in above would move what they look at. */
function isAmongRows(): boolean {
  const box = document.querySelector("[data-scroller]");
  return box !== null && (box.scrollTop > 0 || box.contains(document.activeElement));
}

/**
 * Keeps the table up to date while somebody looks on: asks for a short version text, and draws anew when it changed. On later pages, further
 * down and while rows are selected, rows would move under the reader: a button says that there are new runs instead.
 */
export function LiveRuns({ project, experimentId, version, isFirstPage }: LiveRunsProps) {
  const router = useRouter();
  const isSelecting = useSelection().ids.length > 0;
  const shown = useRef(version);
  const [isBehind, setBehind] = useState(false);
  useEffect(() => {
    shown.current = version;
    setBehind(false);
  }, [version]);
  useEffect(() => {
    const look = async () => {
      if (isReading()) return;
      const answer = await fetch(paths.runsVersion(project, experimentId)).catch(() => null);
      if (!answer?.ok) return;
      const now: unknown = (await answer.json()).version;
      if (typeof now !== "string" || now === shown.current) return;
      shown.current = now;
      if (isFirstPage && !isSelecting && !isAmongRows()) router.refresh();
      else setBehind(true);
    };
    const timer = setInterval(look, everyMilliseconds);
    return () => clearInterval(timer);
  }, [project, experimentId, isFirstPage, isSelecting, router]);
  if (!isBehind) return null;
  return (
    <Button
      size="s"
      onClick={() => {
        setBehind(false);
        document.querySelector("[data-scroller]")?.scrollTo({ top: 0 });
        router.refresh();
      }}
    >
      Runs changed: show
    </Button>
  );
}
