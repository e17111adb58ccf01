"use client";

import clsx from "clsx";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { type Mentionable, matchPeople, mentionQuery } from "@/lib/promotions/discussion/mentions";

type MentionAreaProps = {
  name: string;
  label: string;
  people: readonly Mentionable[];
  onChoose: (userId: string) => void;
  error?: string | string[] | undefined;
  placeholder?: string;
  defaultValue?: string;
  rows?: number;
};

type Open = { from: number; query: string; active: number };

/** A text area in which "@" offers people by name: arrows choose, Enter or Tab takes, Escape closes. */
export function MentionArea({ name, label, people, onChoose, error, rows = 3, ...area }: MentionAreaProps) {
  const listId = useId();
  const ref = useRef<HTMLTextAreaElement | null>(null);
  const [open, setOpen] = useState<Open | null>(null);
  const matches = open ? matchPeople(people, open.query) : [];
  const active = matches[open?.active ?? 0];

  const look = (element: HTMLTextAreaElement) => {
    ref.current = element;
    const found = mentionQuery(element.value, element.selectionStart);
    setOpen((before) =>
      found && matchPeople(people, found.query).length > 0
        ? { ...found, active: before?.query === found.query ? before.active : 0 }
        : null,
    );
  };

  const take = (person: Mentionable) => {
    const element = ref.current;
    if (!element || !open) return;
    element.setRangeText(`@${person.name} `, open.from, element.selectionStart, "end");
    element.dispatchEvent(new Event("input", { bubbles: true }));
    element.focus();
    onChoose(person.userId);
    setOpen(null);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (!open || matches.length === 0) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) setOpen({ ...open, active: (open.active + step + matches.length) % matches.length });
    else if ((event.key === "Enter" || event.key === "Tab") && active) take(active);
    else if (event.key === "Escape") setOpen(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className="relative">
      <Field label={label} hideLabel error={error}>
        {(control) => (
          <Textarea
            {...area}
            {...control}
            name={name}
            rows={rows}
            required
            role="combobox"
            aria-autocomplete="list"
            aria-expanded={matches.length > 0}
            aria-controls={listId}
            aria-activedescendant={active ? `${listId}-${active.userId}` : undefined}
            onInput={(event) => look(event.currentTarget)}
            onClick={(event) => look(event.currentTarget)}
            onKeyDown={onKeyDown}
            onBlur={() => setOpen(null)}
          />
        )}
      </Field>
      <div
        id={listId}
        role="listbox"
        aria-label="People to name"
        className={clsx(
          "absolute z-10 mt-1 max-h-60 w-64 max-w-full overflow-auto rounded-m border border-line bg-panel p-1 shadow-lg",
          matches.length === 0 && "hidden",
        )}
      >
        {matches.map((person) => (
          // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the text; the active option is announced from there
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled in the text
          <div
            key={person.userId}
            id={`${listId}-${person.userId}`}
            role="option"
            aria-selected={person === active}
            className={clsx("cursor-pointer rounded-s px-2 py-1 text-s", person === active && "bg-accent-soft")}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(person)}
          >
            <bdi>{person.name}</bdi>
          </div>
        ))}
      </div>
    </div>
  );
}
