"use client";

import type { ReactNode } from "react";
import { useShortcuts } from "@/components/layout/use-shortcuts";
import { Kbd } from "@/components/ui/kbd";
import { useSelection } from "./selection";

type SelectionBarProps = {
  /** What can be done with the selection: client components that read useSelection. */
  actions: ReactNode;
  /** Shown while nothing is selected. */
  hint?: ReactNode;
  /** Legend and "n of N". */
  end?: ReactNode;
};

/** The foot of a table: how many are selected and what can be done with them. Esc clears. */
export function SelectionBar({ actions, hint, end }: SelectionBarProps) {
  const { ids, clear } = useSelection();
  useShortcuts([{ keys: "Escape", run: clear }]);
  return (
    <div
      data-print="hide"
      className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-2 border-t border-line-strong bg-paper px-4 py-1.5 text-s lg:px-5"
    >
      {ids.length > 0 ? (
        <>
          <span role="status" className="font-medium whitespace-nowrap">
            {ids.length} selected
          </span>
          {actions}
          <button type="button" onClick={clear} className="inline-flex items-center gap-1.5 text-ink-2 hover:text-ink">
            Clear <Kbd className="max-lg:hidden">Esc</Kbd>
          </button>
        </>
      ) : (
        <span className="text-ink-3">{hint}</span>
      )}
      {end && <div className="ms-auto flex flex-wrap items-center gap-x-4 gap-y-1">{end}</div>}
    </div>
  );
}
