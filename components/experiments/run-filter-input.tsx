"use client";

import Form from "next/form";
import { useId, useRef } from "react";
import { useShortcuts } from "@/components/layout/use-shortcuts";
import { Input } from "@/components/ui/input";
import { Kbd } from "@/components/ui/kbd";
import { FilterSuggestionList } from "./filter-suggestion-list";
import { useFilterSuggestions } from "./use-filter-suggestions";

type RunFilterInputProps = {
  project: string;
  experimentId: string | null;
  action: string;
  /** Parameters of the address to keep. */
  keep: Readonly<Record<string, string | undefined>>;
  help: string;
  defaultValue: string;
  error: string | null;
};

/** The box to type a filter in: suggests names, comparators and values as one types; Enter applies what stands there. The key / leads here. */
export function RunFilterInput({
  project,
  experimentId,
  action,
  keep,
  help,
  defaultValue,
  error,
}: RunFilterInputProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const box = useFilterSuggestions(project, experimentId, input);
  useShortcuts([{ keys: "/", run: () => input.current?.focus() }]);
  return (
    <Form action={action} scroll={false} role="search" className="relative min-w-48 flex-1" onSubmit={box.close}>
      {Object.entries(keep).map(
        ([name, value]) => value !== undefined && <input key={name} type="hidden" name={name} value={value} />,
      )}
      <Input
        key={defaultValue}
        ref={input}
        type="text"
        name="add"
        role="combobox"
        aria-label="Add a filter"
        aria-description={help}
        aria-autocomplete="list"
        aria-expanded={box.isOpen}
        aria-controls={`${id}-list`}
        aria-activedescendant={box.active === null ? undefined : `${id}-${box.active}`}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : undefined}
        aria-keyshortcuts="/"
        placeholder="Add a filter, or type metrics.roc_auc > 0.92"
        defaultValue={defaultValue}
        maxLength={2000}
        autoComplete="off"
        spellCheck={false}
        onInput={box.ask}
        onClick={box.ask}
        onBlur={box.close}
        onKeyDown={box.onKeyDown}
        className="h-7.5! pe-8"
      />
      <Kbd className="pointer-events-none absolute inset-e-2 top-1.5 max-lg:hidden">/</Kbd>
      {box.isOpen && (
        <FilterSuggestionList id={id} suggestions={box.suggestions} active={box.active} onChoose={box.choose} />
      )}
      {error && (
        <p id={`${id}-error`} role="alert" className="mt-1 text-s wrap-anywhere text-fail">
          {error}
        </p>
      )}
    </Form>
  );
}
