"use client";

import { Toaster as Sonner } from "sonner";
import { Glyph } from "./glyph";

/** Where `toast()` from `sonner` shows its messages. Mounted once, in the root layout. */
export function Toaster() {
  return (
    <Sonner
      position="bottom-right"
      visibleToasts={4}
      duration={6000}
      closeButton
      gap={8}
      icons={{
        success: <Glyph name="pass" className="text-pass" />,
        error: <Glyph name="fail" className="text-fail" />,
        warning: <Glyph name="warn" className="text-warn" />,
        info: <Glyph name="info" className="text-accent-ink" />,
      }}
      toastOptions={{
        style: {
          background: "var(--color-panel)",
          color: "var(--color-ink)",
          border: "1px solid var(--color-line-strong)",
          borderRadius: "6px",
          boxShadow: "var(--shadow-pop)",
          fontFamily: "var(--font-sans)",
          fontSize: "var(--text-m)",
        },
        classNames: {
          description: "text-ink-2! text-s!",
          closeButton: "bg-panel! text-ink-2! border-line-strong!",
          actionButton: "bg-accent! text-ink-inverse!",
        },
      }}
    />
  );
}
