"use client";

import { type KeyboardEvent, useRef } from "react";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { gateKindLabels } from "@/lib/governance/describe-gate";
import { deleteGate, duplicateGate, moveGate, setField } from "@/lib/governance/editor/edit-yaml";
import { gateFields, valueAt } from "@/lib/governance/editor/form-fields";
import type { Problem } from "@/lib/governance/editor/policy-yaml";
import { PolicyFormField } from "./policy-form-field";

type Props = {
  value: unknown;
  index: number;
  count: number;
  problems: readonly Problem[];
  onEdit: (change: (source: string) => string, gone?: { title: string; index: number }) => void;
};

const textOf = (value: unknown) => (typeof value === "string" ? value : "");

/** One gate in the form: its summary line opens the fields of its kind; Alt with an arrow key moves it. */
export function PolicyGateForm({ value, index, count, problems, onEdit }: Props) {
  const details = useRef<HTMLDetailsElement>(null);
  const kind = valueAt(value, ["kind"]);
  const title = textOf(valueAt(value, ["title"])) || textOf(valueAt(value, ["id"])) || `Gate ${index + 1}`;
  const move = (by: -1 | 1) => {
    onEdit((source) => moveGate(source, index, by));
    const other = by === -1 ? details.current?.previousElementSibling : details.current?.nextElementSibling;
    // Places stay, gates move: what is open and in focus follows the gate.
    if (details.current && other instanceof HTMLDetailsElement) {
      [details.current.open, other.open] = [other.open, details.current.open];
      other.querySelector("summary")?.focus();
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    const by = event.key === "ArrowUp" ? -1 : 1;
    if (index + by >= 0 && index + by < count) move(by);
  };
  const isWarning = valueAt(value, ["severity"]) === "warn";
  return (
    <details ref={details} className="border-b border-line last:border-b-0">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a summary is a control */}
      <summary
        onKeyDown={onKeyDown}
        aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
        className="flex cursor-pointer items-center gap-2.5 px-3.5 py-2 hover:bg-sunken -outline-offset-2"
      >
        <span className="w-5 flex-none text-xs text-ink-3 tabular-nums">{index + 1}</span>
        <span className="min-w-0 flex-1">
          <bdi className="font-medium wrap-anywhere">{title}</bdi>
          <span className="block text-xs text-ink-3">
            {(gateKindLabels as Record<string, string>)[textOf(kind)] ?? "unknown kind"}
          </span>
        </span>
        {problems.length > 0 && <Chip tone="fail">{problems.length} wrong</Chip>}
        <Chip tone={isWarning ? "warn" : "neutral"} glyph={null}>
          {isWarning ? "warns" : "blocks"}
        </Chip>
      </summary>
      <div className="grid grid-cols-1 gap-x-4 gap-y-3 border-t border-line bg-paper px-3.5 py-3 sm:grid-cols-2">
        {gateFields(kind).map((field) => {
          const path = ["gates", index, ...field.path];
          const key = path.join(".");
          return (
            <div
              key={key}
              className={field.control === "long" || field.control === "choices" ? "sm:col-span-2" : undefined}
            >
              <PolicyFormField
                field={field}
                value={valueAt(value, field.path)}
                errors={problems.filter((problem) => problem.path.join(".") === key).map((problem) => problem.message)}
                onChange={(next) => onEdit((source) => setField(source, path, next))}
              />
            </div>
          );
        })}
        <div className="flex flex-wrap gap-2 sm:col-span-2">
          <Button size="s" disabled={index === 0} onClick={() => move(-1)}>
            Move up
          </Button>
          <Button size="s" disabled={index === count - 1} onClick={() => move(1)}>
            Move down
          </Button>
          <Button size="s" onClick={() => onEdit((source) => duplicateGate(source, index))}>
            Duplicate
          </Button>
          <Button
            size="s"
            variant="danger"
            onClick={() => onEdit((source) => deleteGate(source, index), { title, index })}
          >
            Delete
          </Button>
        </div>
      </div>
    </details>
  );
}
