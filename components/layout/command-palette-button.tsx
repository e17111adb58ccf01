"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { Kbd } from "@/components/ui/kbd";
import type { CommandGroup, CommandSearch } from "./command-types";
import { useShortcuts } from "./use-shortcuts";

const CommandPalette = dynamic(() => import("./command-palette").then((module) => module.CommandPalette), {
  ssr: false,
});

type CommandPaletteButtonProps = { groups: readonly CommandGroup[]; search?: CommandSearch };

/** The search box of the bar; opens the palette on click, on / and on Ctrl or Cmd+K. The palette is loaded on first use. */
export function CommandPaletteButton({ groups, search }: CommandPaletteButtonProps) {
  const [isLoaded, setLoaded] = useState(false);
  const [open, setOpen] = useState(false);
  const show = () => {
    setLoaded(true);
    setOpen(true);
  };
  useShortcuts([
    { keys: "mod+k", run: () => (open ? setOpen(false) : show()), always: true },
    { keys: "/", run: show },
  ]);
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={show}
        className="flex h-7.5 items-center gap-2 rounded-m border border-line-strong px-2.5 text-s text-ink-3 hover:bg-sunken md:w-60"
      >
        <svg viewBox="0 0 14 14" width="13" height="13" aria-hidden="true" fill="none" stroke="currentColor">
          <circle cx="6" cy="6" r="4" strokeWidth="1.3" />
          <path d="M9 9l3.4 3.4" strokeWidth="1.3" strokeLinecap="round" />
        </svg>
        <span className="max-md:sr-only">Search or jump to</span>
        <span className="ms-auto hidden md:block">
          <Kbd>Ctrl K</Kbd>
        </span>
      </button>
      {isLoaded && <CommandPalette open={open} onClose={() => setOpen(false)} groups={groups} search={search} />}
    </>
  );
}
