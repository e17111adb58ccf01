"use client";

import { Glyph } from "@/components/ui/glyph";
import { type ColumnOption, moveEntry } from "./column-choice";

type ChosenColumnsProps = {
  options: readonly ColumnOption[];
  chosen: readonly string[];
  max: number;
  onChange: (ids: string[]) => void;
  /** Those that stay in view; null where a table cannot hold any. */
  frozen: readonly string[] | null;
  maxFrozen: number;
  onFreeze: (ids: string[]) => void;
};

/** The chosen columns in their order, to move and to take away. */
export function ChosenColumns(props: ChosenColumnsProps) {
  const { options, chosen, max, onChange, frozen, maxFrozen, onFreeze } = props;
  const labels = new Map(options.map((option) => [option.id, option.label]));
  const step = "grid size-6 place-items-center rounded-s text-ink-2 hover:bg-sunken disabled:opacity-30";
  return (
    <section aria-label="Chosen columns" className="flex min-h-0 flex-col">
      <p className="mb-2 h-8 content-center text-s text-ink-2">
        Chosen, in this order{" "}
        <span className="text-ink-3">
          · {chosen.length} of at most {max}
          {frozen && `, ${frozen.length} of at most ${maxFrozen} kept in view`}
        </span>
      </p>
      <ol className="h-[46dvh] overflow-y-auto rounded-m border border-line">
        {chosen.map((id, index) => {
          const label = labels.get(id) ?? id;
          return (
            <li key={id} className="flex min-h-8 items-center gap-1 border-b border-line ps-3 pe-1.5">
              <bdi className="min-w-0 flex-1 truncate">{label}</bdi>
              {frozen && (
                <button
                  type="button"
                  className={`${step} ${frozen.includes(id) ? "bg-accent-soft text-accent-ink!" : "text-ink-3!"}`}
                  aria-pressed={frozen.includes(id)}
                  disabled={frozen.length >= maxFrozen && !frozen.includes(id)}
                  aria-label={`Keep ${label} in view`}
                  title="Keep in view while the rest scrolls sideways"
                  onClick={() =>
                    onFreeze(frozen.includes(id) ? frozen.filter((other) => other !== id) : [...frozen, id])
                  }
                >
                  <Glyph name="pin" size={12} />
                </button>
              )}
              <button
                type="button"
                className={step}
                disabled={index === 0}
                aria-label={`Move ${label} up`}
                onClick={() => onChange(moveEntry(chosen, id, -1))}
              >
                ↑
              </button>
              <button
                type="button"
                className={step}
                disabled={index === chosen.length - 1}
                aria-label={`Move ${label} down`}
                onClick={() => onChange(moveEntry(chosen, id, 1))}
              >
                ↓
              </button>
              <button
                type="button"
                className={step}
                aria-label={`Take ${label} away`}
                onClick={() => onChange(chosen.filter((other) => other !== id))}
              >
                <Glyph name="close" size={11} />
              </button>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
