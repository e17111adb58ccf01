"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { paths } from "@/lib/paths";

const everyMilliseconds = 5000;

type LiveRunsProps = { project: string; experimentId: string | null; version: string; isFirstPage: boolean };

/**
 * Keeps the table up to date while somebody looks on: asks for a short version text, and draws anew when it changed. On later pages rows
 * would move under the reader, so a button says that there are new runs instead.
 */
export function LiveRuns({ project, experimentId, version, isFirstPage }: LiveRunsProps) {
  const router = useRouter();
  const shown = useRef(version);
  const [isBehind, setBehind] = useState(false);
  useEffect(() => {
    shown.current = version;
    setBehind(false);
  }, [version]);
  useEffect(() => {
    const look = async () => {
      if (document.visibilityState === "hidden" || document.querySelector("dialog[open]")) return;
      const answer = await fetch(paths.runsVersion(project, experimentId)).catch(() => null);
      if (!answer?.ok) return;
      const now: unknown = (await answer.json()).version;
      if (typeof now !== "string" || now === shown.current) return;
      shown.current = now;
      if (isFirstPage) router.refresh();
      else setBehind(true);
    };
    const timer = setInterval(look, everyMilliseconds);
    return () => clearInterval(timer);
  }, [project, experimentId, isFirstPage, router]);
  if (!isBehind) return null;
  return (
    <Button
      size="s"
      onClick={() => {
        setBehind(false);
        router.refresh();
      }}
    >
      Runs changed: show
    </Button>
  );
}
