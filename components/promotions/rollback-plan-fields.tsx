"use client";

import { TextField } from "@/components/ui/input";
import { SelectField } from "@/components/ui/select";
import { TextareaField } from "@/components/ui/textarea";
import type { FieldErrors } from "@/lib/errors";
import type { RollbackPlan } from "@/lib/promotions/rollback-plan";

type RollbackPlanFieldsProps = {
  value: RollbackPlan;
  people: readonly { userId: string; name: string }[];
  onChange: (value: RollbackPlan) => void;
  errors: FieldErrors;
};

/** The way back: what is done, by whom, in how many minutes. */
export function RollbackPlanFields({ value, people, onChange, errors }: RollbackPlanFieldsProps) {
  return (
    <div className="grid gap-x-4 gap-y-3 md:grid-cols-[2fr_1fr_1fr]">
      <TextareaField
        className="md:col-span-3"
        label="What is done to go back"
        hint="Who is told, which version serves again, what happens to decisions already taken."
        rows={3}
        value={value.summary}
        onChange={(event) => onChange({ ...value, summary: event.target.value })}
        error={errors["rollbackPlan.summary"]}
      />
      <SelectField
        label="Carried out by"
        placeholder="Choose a person"
        options={people.map((person) => ({ value: person.userId, label: person.name }))}
        value={value.ownerUserId}
        onChange={(event) => onChange({ ...value, ownerUserId: event.target.value })}
        error={errors["rollbackPlan.ownerUserId"]}
      />
      <TextField
        label="Serves again within, minutes"
        type="number"
        min={1}
        step="any"
        value={Number.isFinite(value.minutes) ? value.minutes : ""}
        onChange={(event) =>
          onChange({ ...value, minutes: event.target.value === "" ? Number.NaN : Number(event.target.value) })
        }
        error={errors["rollbackPlan.minutes"]}
      />
    </div>
  );
}
