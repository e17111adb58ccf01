"use client";

import { Button } from "@/components/ui/button";
import { CheckboxField } from "@/components/ui/checkbox";
import { TextField } from "@/components/ui/input";
import { SelectField } from "@/components/ui/select";
import type { Stage } from "@/lib/promotions/rollout-plan";

const kinds = [
  { value: "shadow", label: "Shadow: mirrored, not used" },
  { value: "segment", label: "Segment: one group of requests" },
  { value: "ramp", label: "Ramp: a share of traffic" },
  { value: "full", label: "Full: all traffic" },
];

/** What a stage becomes when its kind changes: only the fields of the new kind keep a value. */
function ofKind(stage: Stage, kind: Stage["kind"]): Stage {
  const weight = kind === "full" ? 100 : kind === "ramp" ? (stage.kind === "ramp" ? stage.weight : 10) : 0;
  return {
    ...stage,
    kind,
    weight,
    mirrorPercent: kind === "shadow" ? stage.mirrorPercent || 100 : 0,
    match: kind === "segment" ? (stage.match ?? "") : null,
  };
}

type StagesProps = {
  stages: readonly Stage[];
  onChange: (stages: Stage[]) => void;
  errors: (index: number) => string[];
};

/** The ordered stages of a rollout plan: what share of traffic, watched for how long, with how many samples. */
export function PlanStages({ stages, onChange, errors }: StagesProps) {
  const set = (index: number, change: Partial<Stage>) =>
    onChange(stages.map((s, i) => (i === index ? { ...s, ...change } : s)));
  const move = (index: number, by: number) => {
    const next = [...stages];
    const [taken] = next.splice(index, 1);
    if (taken) next.splice(index + by, 0, taken);
    onChange(next);
  };
  const add = () => {
    const last = stages.at(-1);
    const before = stages.findLast((s) => s.kind === "ramp");
    const weight = before ? Math.min(99, Math.round((before.weight + 100) / 2)) : 10;
    const stage: Stage = {
      kind: "ramp",
      weight,
      mirrorPercent: 0,
      match: null,
      soakMinutes: 60,
      minSamples: 0,
      gate: false,
    };
    onChange(last?.kind === "full" ? [...stages.slice(0, -1), stage, last] : [...stages, stage]);
  };
  return (
    <div>
      <ol className="flex flex-col divide-y divide-line rounded-m border border-line">
        {stages.map((stage, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a stage is its place in the order
          <li key={index} className="px-3 py-2.5">
            <fieldset className="grid grid-cols-2 gap-x-3 gap-y-2 md:grid-cols-[1.6fr_1fr_1fr_1fr_auto]">
              <legend className="sr-only">Stage {index + 1}</legend>
              <SelectField
                className="col-span-2 md:col-span-1"
                label={`Stage ${index + 1}`}
                options={kinds}
                value={stage.kind}
                onChange={(event) => set(index, ofKind(stage, event.target.value as Stage["kind"]))}
              />
              <StageShare stage={stage} onChange={(change) => set(index, change)} />
              <NumberField
                label="Watch for, minutes"
                value={stage.soakMinutes}
                min={0}
                onChange={(soakMinutes) => set(index, { soakMinutes })}
              />
              <NumberField
                label="Samples at least"
                value={stage.minSamples}
                min={0}
                onChange={(minSamples) => set(index, { minSamples })}
              />
              <div className="col-span-2 flex items-end gap-1 md:col-span-1">
                <Button
                  size="s"
                  variant="ghost"
                  aria-label={`Move stage ${index + 1} up`}
                  disabled={index === 0}
                  onClick={() => move(index, -1)}
                >
                  ↑
                </Button>
                <Button
                  size="s"
                  variant="ghost"
                  aria-label={`Move stage ${index + 1} down`}
                  disabled={index === stages.length - 1}
                  onClick={() => move(index, 1)}
                >
                  ↓
                </Button>
                <Button
                  size="s"
                  variant="ghost"
                  aria-label={`Remove stage ${index + 1}`}
                  disabled={stages.length === 1}
                  onClick={() => onChange(stages.filter((_, i) => i !== index))}
                >
                  Remove
                </Button>
              </div>
            </fieldset>
            <CheckboxField
              className="mt-1.5 text-s"
              label="A person opens the next stage, even when everything passed"
              checked={stage.gate}
              onChange={(event) => set(index, { gate: event.target.checked })}
            />
            {errors(index).map((message) => (
              <p key={message} role="alert" className="mt-1 text-s text-fail">
                {message}
              </p>
            ))}
          </li>
        ))}
      </ol>
      <Button size="s" className="mt-2" onClick={add}>
        Add a stage
      </Button>
    </div>
  );
}

function StageShare({ stage, onChange }: { stage: Stage; onChange: (change: Partial<Stage>) => void }) {
  switch (stage.kind) {
    case "shadow":
      return (
        <NumberField
          label="Mirrored, %"
          value={stage.mirrorPercent}
          min={0}
          max={100}
          onChange={(mirrorPercent) => onChange({ mirrorPercent })}
        />
      );
    case "segment":
      return (
        <TextField
          label="Requests where"
          value={stage.match ?? ""}
          placeholder="office = north"
          onChange={(event) => onChange({ match: event.target.value })}
        />
      );
    case "ramp":
      return (
        <NumberField
          label="Traffic, %"
          value={stage.weight}
          min={0}
          max={100}
          onChange={(weight) => onChange({ weight })}
        />
      );
    case "full":
      return <TextField label="Traffic, %" value="100" readOnly />;
  }
}

type NumberFieldProps = { label: string; value: number; min: number; max?: number; onChange: (value: number) => void };

/** A number; an emptied field counts as missing, not as nought, until it is filled again. */
function NumberField({ label, value, min, max, onChange }: NumberFieldProps) {
  return (
    <TextField
      label={label}
      type="number"
      inputMode="decimal"
      step="any"
      min={min}
      max={max}
      value={Number.isFinite(value) ? value : ""}
      onChange={(event) => onChange(event.target.value === "" ? Number.NaN : Number(event.target.value))}
    />
  );
}
