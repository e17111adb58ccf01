"use client";

import { useEffect, useState, useSyncExternalStore } from "react";

const none = () => () => {};

/**
 * The text of a draft while it is edited. It is kept in this tab's storage until it is saved, so that a reload or an ended session
 * loses nothing; `restored` says that what is shown is not what is stored on the server.
 */
export function useDraftText(key: string, saved: string) {
  const name = `countersign-draft:${key}`;
  const isClient = useSyncExternalStore(
    none,
    () => true,
    () => false,
  );
  const [text, setText] = useState(saved);
  const [restored, setRestored] = useState(false);
  useEffect(() => {
    if (!isClient) return;
    const kept = sessionStorage.getItem(name);
    if (kept === null || kept === saved) return;
    setText(kept);
    setRestored(true);
  }, [isClient, name, saved]);
  const change = (next: string) => {
    setText(next);
    try {
      sessionStorage.setItem(name, next);
    } catch {
      // Storage is full or switched off: the page itself still holds the text.
    }
  };
  const discard = () => {
    sessionStorage.removeItem(name);
    setRestored(false);
    setText(saved);
  };
  const forget = () => {
    sessionStorage.removeItem(name);
    setRestored(false);
  };
  return { text, change, restored, discard, forget };
}
