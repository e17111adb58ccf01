"use client";

import clsx from "clsx";
import { useEffect, useState } from "react";
import { copyText } from "./copy-text";

type CopyButtonProps = {
  value: string /** What is copied, for the accessible name: "Copy digest". */;
  label: string;
  className?: string;
};

/** Copies a value and says so for two seconds. */
export function CopyButton({ value, label, className }: CopyButtonProps) {
  const [state, setState] = useState<"idle" | "copied" | "failed">("idle");
  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), 2000);
    return () => clearTimeout(timer);
  }, [state]);
  const onClick = async () => setState((await copyText(value)) ? "copied" : "failed");
  return (
    <button
      type="button"
      onClick={onClick}
      aria-label={label}
      title={label}
      className={clsx(
        "relative inline-grid size-5 flex-none place-items-center rounded-s text-ink-3 hover:text-ink",
        className,
      )}
    >
      <svg
        viewBox="0 0 14 14"
        width="13"
        height="13"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.2"
        strokeLinejoin="round"
        aria-hidden="true"
      >
        {state === "copied" ? (
          <path d="M3 7.4l2.6 2.6L11 4.2" strokeWidth="1.5" />
        ) : (
          <>
            <rect x="4.5" y="4.5" width="7.5" height="7.5" rx="1.4" />
            <path d="M9.5 4.5V2.9A1 1 0 0 0 8.5 2H3A1 1 0 0 0 2 3v5.5a1 1 0 0 0 1 1h1.5" />
          </>
        )}
      </svg>
      <span role="status" className="sr-only">
        {state === "copied" ? "Copied" : state === "failed" ? "Could not copy: select the text instead" : ""}
      </span>
    </button>
  );
}
