"use client";

import { useState } from "react";
import { TextField } from "@/components/ui/input";
import { Modal, ModalBody } from "@/components/ui/modal";
import { figureLabel } from "@/lib/models/card-figure";

/** A figure of the evidence: its reference and its value in words. */
export type Offer = { reference: string; value: string };

type FigurePickerProps = {
  offers: readonly Offer[];
  /** The field that asked; null = closed. */
  target: HTMLTextAreaElement | null;
  onClose: () => void;
};

const shown = 60;

/** Lists the figures of the evidence; choosing one writes its reference at the cursor. */
export function FigurePicker({ offers, target, onClose }: FigurePickerProps) {
  const [query, setQuery] = useState("");
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = offers.filter(({ reference }) => {
    const text = `${figureLabel(reference)} ${reference}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const choose = (reference: string) => {
    if (target) {
      target.setRangeText(`{{${reference}}}`, target.selectionStart, target.selectionEnd, "end");
      target.dispatchEvent(new Event("input", { bubbles: true }));
    }
    onClose();
    target?.focus();
  };
  return (
    <Modal
      open={target !== null}
      onClose={onClose}
      title="Insert a figure"
      description="It is shown with its value, n, interval and age, and turns stale when the evidence changes."
    >
      <ModalBody>
        <TextField
          label="Search figures"
          optional
          autoComplete="off"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            if (found[0]) choose(found[0].reference);
          }}
        />
        <p role="status" className="text-xs text-ink-3">
          {found.length === 0
            ? "No figure of this run matches."
            : `${Math.min(shown, found.length)} of ${found.length} figures. Enter takes the first.`}
        </p>
        <ul className="-mx-1.5 max-h-[50dvh] overflow-y-auto">
          {found.slice(0, shown).map(({ reference, value }) => (
            <li key={reference}>
              <button
                type="button"
                onClick={() => choose(reference)}
                className="flex w-full items-baseline justify-between gap-3 rounded-s px-1.5 py-1 text-start hover:bg-sunken"
              >
                <span className="min-w-0 wrap-anywhere">{figureLabel(reference)}</span>
                <span className="text-ink-2 tabular-nums">{value}</span>
              </button>
            </li>
          ))}
        </ul>
      </ModalBody>
    </Modal>
  );
}
