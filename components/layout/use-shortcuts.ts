"use client";

import { useEffect, useRef } from "react";
import { isSingleKey, keyName, matchShortcut, type Shortcut } from "./shortcut-matching";
import { singleKeysEnabled } from "./single-keys";

const sequenceMilliseconds = 1000;
const registered = new Set<{ current: readonly Shortcut[] }>();
let typed: string[] = [];
let lastPress = 0;

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button])"))
  );
}

function onKeyDown(event: KeyboardEvent) {
  const name = keyName(event);
  if (!name || event.defaultPrevented || event.isComposing || (event.repeat && typed.length > 0)) return;
  const onControl = event.target instanceof HTMLElement && event.target.closest("a, button, summary, input") !== null;
  if (onControl && (name === "Enter" || name === "Space")) return;
  const quiet = isWriting(event.target) || document.querySelector("dialog[open]") !== null;
  const usable = [...registered]
    .flatMap((entry) => entry.current)
    .filter((shortcut) => (!quiet || shortcut.always) && (singleKeysEnabled() || !isSingleKey(shortcut.keys)));

  if (event.timeStamp - lastPress > sequenceMilliseconds) typed = [];
  lastPress = event.timeStamp;
  let match = matchShortcut([...typed, name], usable);
  if (match === null && typed.length > 0) {
    typed = [];
    match = matchShortcut([name], usable);
  }
  if (match === null) return;
  event.preventDefault();
  typed = match === "partial" ? [...typed, name] : [];
  if (match !== "partial") match.run();
}

/**
 * Binds keys to actions while the component is mounted: "j", "?", "mod+k" (Ctrl or Cmd), "g e" (g, then e).
 * Silent in text fields and under a dialog. Single letters obey the person's switch in the shortcuts help.
 */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    if (registered.size === 0) window.addEventListener("keydown", onKeyDown);
    registered.add(latest);
    return () => {
      registered.delete(latest);
      if (registered.size === 0) window.removeEventListener("keydown", onKeyDown);
    };
  }, []);
}
