"use client";

import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/input";
import { SelectField } from "@/components/ui/select";
import type { RollbackTrigger, Stage } from "@/lib/promotions/rollout-plan";

type TriggersProps = {
  triggers: readonly RollbackTrigger[];
  stages: readonly Stage[];
  people: readonly { userId: string; name: string }[];
  onChange: (triggers: RollbackTrigger[]) => void;
  errors: (index: number) => string[];
};

const modes = [
  { value: "page_owner", label: "Calls the owner, who decides" },
  { value: "auto", label: "Rolls back by itself" },
];

/** Conditions that take the rollout back, each with the person who answers for it. */
export function PlanTriggers({ triggers, stages, people, onChange, errors }: TriggersProps) {
  const set = (index: number, change: Partial<RollbackTrigger>) =>
    onChange(triggers.map((t, i) => (i === index ? { ...t, ...change } : t)));
  const add = () => onChange([...triggers, { condition: "", ownerUserId: "", mode: "page_owner", armedFromStage: 0 }]);
  return (
    <div>
      <ul className="flex flex-col divide-y divide-line rounded-m border border-line">
        {triggers.map((trigger, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a trigger has no other name than its place
          <li key={index} className="px-3 py-2.5">
            <fieldset className="grid gap-x-3 gap-y-2 md:grid-cols-[2fr_1.2fr_1.2fr_1fr_auto]">
              <legend className="sr-only">Trigger {index + 1}</legend>
              <TextField
                label="Roll back when"
                value={trigger.condition}
                placeholder="recall on hours under 35 falls below 0.50"
                onChange={(event) => set(index, { condition: event.target.value })}
              />
              <SelectField
                label="Owner"
                placeholder="Choose a person"
                options={people.map((person) => ({ value: person.userId, label: person.name }))}
                value={trigger.ownerUserId}
                onChange={(event) => set(index, { ownerUserId: event.target.value })}
              />
              <SelectField
                label="Then"
                options={modes}
                value={trigger.mode}
                onChange={(event) => set(index, { mode: event.target.value as RollbackTrigger["mode"] })}
              />
              <SelectField
                label="Armed from"
                options={stages.map((_, stage) => ({ value: String(stage), label: `stage ${stage + 1}` }))}
                value={String(trigger.armedFromStage)}
                onChange={(event) => set(index, { armedFromStage: Number(event.target.value) })}
              />
              <div className="flex items-end">
                <Button
                  size="s"
                  variant="ghost"
                  aria-label={`Remove trigger ${index + 1}`}
                  disabled={triggers.length === 1}
                  onClick={() => onChange(triggers.filter((_, i) => i !== index))}
                >
                  Remove
                </Button>
              </div>
            </fieldset>
            {errors(index).map((message) => (
              <p key={message} role="alert" className="mt-1 text-s text-fail">
                {message}
              </p>
            ))}
          </li>
        ))}
      </ul>
      <Button size="s" className="mt-2" onClick={add}>
        Add a trigger
      </Button>
    </div>
  );
}
