"use client";

import { CheckboxField } from "@/components/ui/checkbox";
import type { ColumnOption } from "./column-choice";

type ColumnOptionsProps = {
  options: readonly ColumnOption[];
  chosen: readonly string[];
  isFull: boolean;
  onChange: (ids: string[]) => void;
};

const shownAtOnce = 300;

/** All columns that answer the search, by group, to tick. */
export function ColumnOptions({ options, chosen, isFull, onChange }: ColumnOptionsProps) {
  const shown = options.slice(0, shownAtOnce);
  const groups = [...new Set(shown.map((option) => option.group))];
  const toggle = (id: string, isOn: boolean) =>
    onChange(isOn ? [...chosen, id] : chosen.filter((other) => other !== id));
  return (
    <div className="h-[46dvh] overflow-y-auto rounded-m border border-line p-2">
      {groups.map((group) => (
        <fieldset key={group} className="mb-2">
          <legend className="text-xs text-ink-3">{group}</legend>
          {shown
            .filter((option) => option.group === group)
            .map((option) => (
              <CheckboxField
                key={option.id}
                label={<bdi className="wrap-anywhere">{option.label}</bdi>}
                checked={chosen.includes(option.id)}
                disabled={isFull && !chosen.includes(option.id)}
                onChange={(event) => toggle(option.id, event.target.checked)}
              />
            ))}
        </fieldset>
      ))}
      {options.length === 0 && <p className="p-3 text-s text-ink-2">No column has that name.</p>}
      {options.length > shownAtOnce && (
        <p className="p-2 text-s text-ink-2">{options.length - shownAtOnce} more: search to narrow them down.</p>
      )}
    </div>
  );
}
