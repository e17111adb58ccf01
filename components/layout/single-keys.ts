const storageKey = "single-key-shortcuts";
const changed = "single-keys-changed";

/** Whether single-letter shortcuts are on; they are unless the person switched them off in this browser. */
export function singleKeysEnabled(): boolean {
  try {
    return localStorage.getItem(storageKey) !== "off";
  } catch {
    return true;
  }
}

/** Switches single-letter shortcuts on or off for this browser. */
export function setSingleKeys(enabled: boolean): void {
  try {
    localStorage.setItem(storageKey, enabled ? "on" : "off");
  } catch {
    // Storage may be blocked; then the shortcuts stay on.
  }
  window.dispatchEvent(new Event(changed));
}

/** Calls back when the switch moves; for useSyncExternalStore. */
export function onSingleKeysChange(callback: () => void): () => void {
  window.addEventListener(changed, callback);
  return () => window.removeEventListener(changed, callback);
}
