export type Shortcut = {
  keys: string;
  run: () => void /** Also while a text field has the focus or a dialog is open. */;
  always?: boolean;
};

export type KeyPress = {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
};

/** How a key press is written in a shortcut: "j", "?", "Enter", "mod+k", "shift+ArrowDown". Null for a lone modifier. */
export function keyName(press: KeyPress): string | null {
  if (["Shift", "Control", "Alt", "Meta", "AltGraph", "Dead", "Process"].includes(press.key)) return null;
  const isPrintable = [...press.key].length === 1;
  const parts = [
    (press.ctrlKey || press.metaKey) && "mod",
    press.altKey && "alt",
    press.shiftKey && !isPrintable && "shift",
    isPrintable && (press.ctrlKey || press.metaKey) ? press.key.toLowerCase() : press.key === " " ? "Space" : press.key,
  ];
  return parts.filter(Boolean).join("+");
}

/** The newest shortcut that the keys typed so far complete, or whether they could still become one ("g" of "g e"). */
export function matchShortcut<S extends { keys: string }>(
  typed: readonly string[],
  shortcuts: readonly S[],
): S | "partial" | null {
  const text = typed.join(" ");
  const exact = shortcuts.findLast((shortcut) => shortcut.keys === text);
  if (exact) return exact;
  return shortcuts.some((shortcut) => shortcut.keys.startsWith(`${text} `)) ? "partial" : null;
}

/** Whether a shortcut is made of characters only, so that it must be possible to switch it off (WCAG 2.1.4). */
export function isSingleKey(keys: string): boolean {
  return keys.split(" ").every((key) => [...key].length === 1);
}
