"use client";

import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { Modal } from "@/components/ui/modal";
import { Navigation } from "./navigation";
import type { NavigationGroup } from "./navigation-types";

/** The navigation on narrow screens: a button in the bar that opens it from the side. */
export function NavigationDrawer({ groups, header }: { groups: readonly NavigationGroup[]; header: ReactNode }) {
  const path = usePathname();
  const [open, setOpen] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: arriving somewhere closes the drawer
  useEffect(() => setOpen(false), [path]);
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-label="Open navigation"
        onClick={() => setOpen(true)}
        className="-ms-2 grid size-9 flex-none place-items-center rounded-m hover:bg-sunken lg:hidden"
      >
        <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
          <path d="M2 4h12M2 8h12M2 12h12" stroke="currentColor" strokeWidth="1.4" strokeLinecap="round" />
        </svg>
      </button>
      <Modal open={open} onClose={() => setOpen(false)} title="Navigation" placement="start">
        <div className="flex flex-col gap-3 p-3">
          {header}
          <Navigation groups={groups} label="Console" />
        </div>
      </Modal>
    </>
  );
}
