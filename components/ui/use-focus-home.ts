"use client";

import { useLayoutEffect, useRef } from "react";

/**
 * For a control that goes away once it has acted: if the focus was on it last, the row, list item or section it stood in takes it, so
 * that whoever works by keyboard goes on from there and not from the top of the page.
 */
export function useFocusHome<Control extends HTMLElement>() {
  const ref = useRef<Control>(null);
  useLayoutEffect(() => {
    const control = ref.current;
    const home = control?.parentElement?.closest<HTMLElement>("tr, li, section, aside, main");
    if (!control || !home) return;
    // Browsers take the focus off a button that is disabled while it works, and give it to nothing else.
    let wasLast = document.activeElement === control;
    const follow = ({ target }: FocusEvent) => {
      wasLast = target === control;
    };
    document.addEventListener("focusin", follow);
    return () => {
      document.removeEventListener("focusin", follow);
      if (!wasLast) return;
      queueMicrotask(() => {
        if (control.isConnected || !home.isConnected || document.activeElement !== document.body) return;
        if (!home.hasAttribute("tabindex")) home.tabIndex = -1;
        home.focus({ preventScroll: true });
      });
    };
  }, []);
  return ref;
}
