"use client";

import { useState, useSyncExternalStore } from "react";
import { CheckboxField } from "@/components/ui/checkbox";
import { Modal, ModalBody } from "@/components/ui/modal";
import { ShortcutKeys } from "./shortcut-keys";
import { onSingleKeysChange, setSingleKeys, singleKeysEnabled } from "./single-keys";
import { useShortcuts } from "./use-shortcuts";

export type ShortcutGroup = { title: string; shortcuts: readonly { keys: string; label: string }[] };

/** The list of shortcuts, opened with ? or by `openWith`; also switches single-letter keys off. */
export function ShortcutsHelp({ groups }: { groups: readonly ShortcutGroup[] }) {
  const [open, setOpen] = useState(false);
  const enabled = useSyncExternalStore(onSingleKeysChange, singleKeysEnabled, () => true);
  useShortcuts([{ keys: "?", run: () => setOpen(true) }]);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)} className="hidden text-xs text-ink-3 hover:text-ink lg:block">
        Keyboard shortcuts
      </button>
      <Modal open={open} onClose={() => setOpen(false)} title="Keyboard shortcuts" size="m">
        <ModalBody>
          <div className="grid gap-5 sm:grid-cols-2">
            {groups.map((group) => (
              <section key={group.title}>
                <h3 className="mb-1.5 text-s text-ink-2">{group.title}</h3>
                <ul className="flex flex-col gap-1">
                  {group.shortcuts.map((shortcut) => (
                    <li key={shortcut.keys} className="flex items-center justify-between gap-3">
                      <span>{shortcut.label}</span>
                      <ShortcutKeys keys={shortcut.keys} />
                    </li>
                  ))}
                </ul>
              </section>
            ))}
          </div>
          <CheckboxField
            label="Single-letter shortcuts"
            hint="Switch off if you use speech input or press letters by accident. Ctrl+K stays."
            checked={enabled}
            onChange={(event) => setSingleKeys(event.target.checked)}
          />
        </ModalBody>
      </Modal>
    </>
  );
}
