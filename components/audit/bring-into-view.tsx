"use client";

import { useEffect } from "react";

/** Where the chosen event does not fit beside the list it stands above it: goes there when another is chosen. */
export function BringIntoView({ target, when }: { target: string; when: string }) {
  useEffect(() => {
    const element = document.getElementById(target);
    if (!when || !element || window.matchMedia("(min-width: 80rem)").matches) return;
    element.scrollIntoView({ block: "start" });
    element.focus({ preventScroll: true });
  }, [target, when]);
  return null;
}
