"use client";

import { useEffect, useEffectEvent, useRef } from "react";

const storageKey = (key: string) => `countersign-draft:${key}`;

/**
 * Keeps a form's state in sessionStorage, so that a reload or a crash loses no word, and hands it back once on mount. What is
 * stored is only a proposal: `restore` decides what of it still fits. A null draft (too large to keep) is not written.
 */
export function useRequestDraft<Draft>(key: string, draft: Draft | null, restore: (stored: Draft) => void) {
  const offer = useEffectEvent(restore);
  const isFirst = useRef(true);
  useEffect(() => {
    try {
      const stored = sessionStorage.getItem(storageKey(key));
      if (stored) offer(JSON.parse(stored) as Draft);
    } catch {
      // Unreadable or switched off: the form starts empty.
    }
  }, [key]);
  const text = draft === null ? null : JSON.stringify(draft);
  useEffect(() => {
    if (isFirst.current) {
      isFirst.current = false;
      return;
    }
    if (text === null) return;
    try {
      sessionStorage.setItem(storageKey(key), text);
    } catch {
      // Full or switched off: the page itself still holds the text.
    }
  }, [key, text]);
  return { clear: () => sessionStorage.removeItem(storageKey(key)) };
}
