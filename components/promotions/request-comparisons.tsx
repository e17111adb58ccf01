"use client";

import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { SelectField } from "@/components/ui/select";
import { TextLink } from "@/components/ui/text-link";
import { plural } from "@/lib/format";
import { paths } from "@/lib/paths";
import { maxAttached } from "@/lib/promotions/schemas";
import type { RequestFormOptions } from "./request-subject";

type RequestComparisonsProps = {
  project: string;
  options: RequestFormOptions["comparisons"];
  chosen: readonly string[];
  onChange: (ids: string[]) => void;
  errors: string[];
};

/** Saved comparisons that the request points to: chosen one by one, taken away again by their button. */
export function RequestComparisons({ project, options, chosen, onChange, errors }: RequestComparisonsProps) {
  const open = options.filter(({ id }) => !chosen.includes(id));
  const isFull = chosen.length >= maxAttached;
  return (
    <Panel padded className="flex flex-col gap-3">
      {options.length === 0 ? (
        <p className="text-ink-2">
          No comparison is saved yet. <TextLink href={paths.compare(project)}>Compare runs</TextLink> and save the
          comparison; it can also be attached after the request.
        </p>
      ) : (
        <SelectField
          className="max-w-md"
          label="Attach a comparison"
          hint={isFull ? `A request can point to at most ${maxAttached}; take one away first.` : undefined}
          options={open.map(({ id, name, runs }) => ({ value: id, label: `${name} (${plural(runs, "run")})` }))}
          placeholder={open.length === 0 ? "All are attached" : "Choose a comparison"}
          optional
          disabled={isFull || open.length === 0}
          value=""
          onChange={({ target }) => target.value !== "" && onChange([...chosen, target.value])}
          error={errors}
        />
      )}
      {chosen.length > 0 && (
        <ul className="flex flex-col gap-1" aria-label="Attached comparisons">
          {chosen.map((id) => {
            const name = options.find((option) => option.id === id)?.name ?? id;
            return (
              <li key={id} className="flex flex-wrap items-center gap-3">
                <TextLink href={paths.comparison(project, id)} target="_blank">
                  <bdi>{name}</bdi>
                </TextLink>
                <Button size="s" variant="ghost" onClick={() => onChange(chosen.filter((other) => other !== id))}>
                  Take away<span className="sr-only"> {name}</span>
                </Button>
              </li>
            );
          })}
        </ul>
      )}
    </Panel>
  );
}
