"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { isReading } from "@/components/ui/is-reading";
import { LiveMark } from "@/components/ui/live-mark";

const everyMilliseconds = 5000;

type FollowRunProps = {
  /** Address that answers a text which changes with the run. */
  url: string;
  /** What it answered when the page was made. */
  version: string | null;
};

/** Keeps the page of a run that is not over up to date: figures and curves are drawn anew when the run logged something. */
export function FollowRun({ url, version }: FollowRunProps) {
  const router = useRouter();
  const shown = useRef(version);
  useEffect(() => {
    shown.current = version;
  }, [version]);
  useEffect(() => {
    const look = async () => {
      if (isReading()) return;
      const answer = await fetch(url).catch(() => null);
      if (!answer?.ok || isReading()) return;
      const now: unknown = (await answer.json()).version;
      if (typeof now !== "string" || now === shown.current) return;
      shown.current = now;
      router.refresh();
    };
    const timer = setInterval(look, everyMilliseconds);
    return () => clearInterval(timer);
  }, [url, router]);
  return <LiveMark label="Figures and curves follow while the run goes on" />;
}
