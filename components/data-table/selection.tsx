"use client";

import { createContext, type ReactNode, useContext, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { toast } from "sonner";
import { createSelectionStore, rangeBetween, type SelectionStore } from "./selection-store";

type Selection = { store: SelectionStore; max: number; choose: (id: string, isRange: boolean) => void };
const SelectionContext = createContext<Selection | null>(null);
const nothing: ReadonlySet<string> = new Set();

type SelectionProviderProps = {
  /** Ids on this page, in order, for ranges. */
  ids: readonly string[];
  /** Keeps the selection while paging and until the tab is closed. One name per list. */
  storageKey: string;
  max?: number;
  children: ReactNode;
};

/** Holds which rows are selected, across pages of one list. */
export function SelectionProvider({ ids, storageKey, max = 200, children }: SelectionProviderProps) {
  const [store] = useState(() =>
    createSelectionStore(read(storageKey), max, (selected) => write(storageKey, selected)),
  );
  const shown = useRef(ids);
  useEffect(() => {
    shown.current = ids;
  }, [ids]);
  // The same while rows come and are chosen: each row reads it, and would be drawn again.
  const [selection] = useState((): Selection => {
    let anchor: string | null = null;
    const choose = (id: string, isRange: boolean) => {
      const fits = isRange ? store.add(rangeBetween(shown.current, anchor, id)) : store.toggle(id);
      anchor = id;
      if (!fits) toast.warning(`No more than ${max} can be selected`);
    };
    return { store, max, choose };
  });
  return <SelectionContext value={selection}>{children}</SelectionContext>;
}

/** The selection around a component: `ids` in the order chosen, and ways to change it. */
export function useSelection() {
  const { store, max } = useSelectionContext();
  const selected = useSyncExternalStore(store.subscribe, store.get, () => nothing);
  return { ids: [...selected], max, clear: store.clear, add: store.add, remove: store.remove };
}

/** Whether one row is selected; re-renders only when that changes. */
export function useIsSelected(id: string): boolean {
  const { store } = useSelectionContext();
  return useSyncExternalStore(
    store.subscribe,
    () => store.get().has(id),
    () => false,
  );
}

/** Selects or unselects one row, or the range up to it. */
export function useChoose() {
  return useSelectionContext().choose;
}

function useSelectionContext(): Selection {
  const selection = useContext(SelectionContext);
  if (!selection) throw new Error("A selectable table needs a SelectionProvider around it");
  return selection;
}

function read(key: string): string[] {
  if (typeof window === "undefined") return [];
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(`selection:${key}`) ?? "[]");
    return Array.isArray(stored) ? stored.filter((id) => typeof id === "string") : [];
  } catch {
    return [];
  }
}

function write(key: string, ids: readonly string[]): void {
  try {
    sessionStorage.setItem(`selection:${key}`, JSON.stringify(ids));
  } catch {
    // Storage may be blocked; the selection then lasts for this page.
  }
}
