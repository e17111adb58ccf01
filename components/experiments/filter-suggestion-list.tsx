import clsx from "clsx";
import type { FilterSuggestion } from "@/lib/experiments/filter-suggestions-query";

type FilterSuggestionListProps = {
  id: string;
  suggestions: readonly FilterSuggestion[];
  active: number | null;
  onChoose: (index: number) => void;
};

/** What may be typed next, below the filter's box. The focus stays in the box. */
export function FilterSuggestionList({ id, suggestions, active, onChoose }: FilterSuggestionListProps) {
  return (
    <div
      id={`${id}-list`}
      role="listbox"
      aria-label="Suggestions"
      className="absolute inset-x-0 top-full z-30 mt-1 max-h-72 max-w-xl overflow-y-auto rounded-m border border-line-strong bg-panel p-1 shadow-pop"
    >
      {suggestions.map((suggestion, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the box, which keeps the focus
        // biome-ignore lint/a11y/useFocusableInteractive: as above; aria-activedescendant names the active option
        <div
          key={suggestion.insert}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(index)}
          className={clsx(
            "flex min-h-7 cursor-default items-center gap-3 rounded-s px-2 text-s max-lg:min-h-9",
            index === active ? "bg-accent-soft" : "hover:bg-sunken",
          )}
        >
          <bdi className="min-w-0 flex-1 truncate font-medium">{suggestion.label}</bdi>
          <span className="flex-none text-xs text-ink-2">{suggestion.note}</span>
        </div>
      ))}
    </div>
  );
}
