"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Select } from "@/components/ui/select";
import { gateKindLabels } from "@/lib/governance/describe-gate";
import { addGate, restoreGate, setField } from "@/lib/governance/editor/edit-yaml";
import { approvalFields, type FormField, policyFields, valueAt } from "@/lib/governance/editor/form-fields";
import type { ParsedPolicy } from "@/lib/governance/editor/policy-yaml";
import { gateKindsOfSchema } from "@/lib/governance/editor/schema-node";
import { PolicyFormField } from "./policy-form-field";
import { PolicyGateForm } from "./policy-gate-form";

export type Known = { models: readonly string[]; environments: readonly string[] };
type Props = {
  source: string;
  parsed: ParsedPolicy;
  known: Known;
  onChange: (source: string) => void;
};
type Gone = { before: string; index: number; title: string };

/** The policy as a form. Whatever it changes is written into the text, which stays the one original. */
export function PolicyForm({ source, parsed, known, onChange }: Props) {
  const [gone, setGone] = useState<Gone | null>(null);
  const [kind, setKind] = useState<string>(gateKindsOfSchema[0] ?? "");
  const { value, problems } = parsed;
  const gates = valueAt(value, ["gates"]);
  const list: unknown[] = Array.isArray(gates) ? gates : [];
  const errorsAt = (path: string) =>
    problems.filter((problem) => problem.path.join(".") === path).map((problem) => problem.message);
  const draw = (field: FormField) => (
    <div key={field.path.join(".")} className={field.control === "long" ? "sm:col-span-2" : undefined}>
      <PolicyFormField
        field={field}
        value={valueAt(value, field.path)}
        errors={errorsAt(field.path.join("."))}
        known={
          field.path[0] === "models" ? known.models : field.path[0] === "environments" ? known.environments : undefined
        }
        onChange={(next) => onChange(setField(source, field.path, next))}
      />
    </div>
  );
  if (value === null)
    return (
      <Callout tone="fail" className="m-3.5">
        The text cannot be read as YAML, so there is no form for it. Put right what is marked beside it
        {problems[0] ? ` in line ${problems[0].line}: ${problems[0].message}` : ""}.
      </Callout>
    );
  return (
    <div className="flex flex-col">
      <div className="grid grid-cols-1 gap-x-4 gap-y-3 p-3.5 sm:grid-cols-2">{policyFields.map(draw)}</div>
      <h3 className="border-y border-line bg-sunken px-3.5 py-1.5 text-s font-medium">Gates ({list.length})</h3>
      {errorsAt("gates").map((message) => (
        <Callout key={message} tone="fail" className="m-3.5">
          {message}
        </Callout>
      ))}
      <div>
        {list.map((gate, index) => (
          <PolicyGateForm
            // biome-ignore lint/suspicious/noArrayIndexKey: an id is typed in here, and would lose the focus as a key
            key={index}
            value={gate}
            index={index}
            count={list.length}
            problems={problems.filter((problem) => problem.path[0] === "gates" && problem.path[1] === index)}
            onEdit={(change, taken) => {
              setGone(taken ? { before: source, ...taken } : null);
              onChange(change(source));
            }}
          />
        ))}
      </div>
      {gone && (
        <Callout
          role="status"
          className="mx-3.5 mt-3"
          actions={
            <Button
              size="s"
              onClick={() => {
                onChange(restoreGate(source, gone.before, gone.index));
                setGone(null);
              }}
            >
              Undo
            </Button>
          }
        >
          Deleted <bdi>{gone.title}</bdi>.
        </Callout>
      )}
      <div className="flex flex-wrap items-center gap-2 border-b border-line p-3.5">
        <Select
          aria-label="Kind of gate to add"
          className="w-auto! max-w-60"
          value={kind}
          onChange={(event) => setKind(event.target.value)}
          options={gateKindsOfSchema.map((one) => ({
            value: one,
            label: (gateKindLabels as Record<string, string>)[one] ?? one,
          }))}
        />
        <Button onClick={() => onChange(addGate(source, kind))}>Add gate</Button>
      </div>
      <h3 className="border-b border-line bg-sunken px-3.5 py-1.5 text-s font-medium">Approval</h3>
      <div className="grid grid-cols-1 gap-x-4 gap-y-3 p-3.5 sm:grid-cols-2">{approvalFields.map(draw)}</div>
    </div>
  );
}
