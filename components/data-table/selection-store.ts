export type SelectionStore = {
  get: () => ReadonlySet<string>;
  /** False when the limit keeps it from being added. */
  toggle: (id: string) => boolean;
  add: (ids: readonly string[]) => boolean;
  remove: (ids: readonly string[]) => void;
  clear: () => void;
  subscribe: (listener: () => void) => () => void;
};

/** Which ids are selected, in the order they were chosen; never more than `max`. */
export function createSelectionStore(
  initial: readonly string[],
  max: number,
  onChange: (ids: readonly string[]) => void,
): SelectionStore {
  let selected: ReadonlySet<string> = new Set(initial.slice(0, max));
  const listeners = new Set<() => void>();
  const set = (next: ReadonlySet<string>) => {
    selected = next;
    onChange([...next]);
    for (const listener of listeners) listener();
  };
  const without = (ids: readonly string[]) => new Set([...selected].filter((id) => !ids.includes(id)));
  const add = (ids: readonly string[]) => {
    const all = [...new Set([...selected, ...ids])];
    set(new Set(all.slice(0, max)));
    return all.length <= max;
  };
  return {
    get: () => selected,
    toggle: (id) => {
      if (!selected.has(id)) return add([id]);
      set(without([id]));
      return true;
    },
    add,
    remove: (ids) => set(without(ids)),
    clear: () => set(new Set()),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The ids from one to the other in the order shown, both included; only `to` when `from` is not shown. */
export function rangeBetween(order: readonly string[], from: string | null, to: string): string[] {
  const start = from === null ? -1 : order.indexOf(from);
  const end = order.indexOf(to);
  if (start < 0 || end < 0) return [to];
  return order.slice(Math.min(start, end), Math.max(start, end) + 1);
}
