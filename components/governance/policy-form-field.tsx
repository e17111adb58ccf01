"use client";

import { useState } from "react";
import { CheckboxField } from "@/components/ui/checkbox";
import { Field, FieldError } from "@/components/ui/field";
import { TextField } from "@/components/ui/input";
import { SelectField } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { valueWords } from "@/lib/governance/editor/field-words";
import type { FormField } from "@/lib/governance/editor/form-fields";

type Props = {
  field: FormField;
  /** What the text says; undefined = it leaves the field out. */
  value: unknown;
  errors: string[];
  onChange: (value: unknown) => void;
  /** What a list can be chosen from, such as the project's models. */
  known?: readonly string[];
};

const asText = (value: unknown): string =>
  value === null || value === undefined ? "" : Array.isArray(value) ? value.join(", ") : String(value);

const standardHint = ({ standard, hint }: FormField) => {
  const left =
    standard === undefined || standard === null || standard === "" ? null : `Left out: ${valueWords(standard)}.`;
  return [hint, left].filter(Boolean).join(" ") || undefined;
};

/** A number that cannot be read stays as it was written, so that the text shows it and says what is wrong with it. */
function readNumber(text: string): unknown {
  if (text.trim() === "") return undefined;
  const number = Number(text.replace(",", "."));
  return Number.isFinite(number) ? number : text;
}

const readList = (text: string): unknown => {
  const entries = text.split(",").map((entry) => entry.trim());
  const kept = entries.filter((entry) => entry !== "");
  return kept.length === 0 ? undefined : kept;
};

/** One field of the policy form, drawn from its schema. */
export function PolicyFormField({ field, value, errors, onChange, known }: Props) {
  const shared = { label: field.label, hint: standardHint(field), error: errors, optional: !field.isRequired };
  switch (field.control) {
    case "choice":
      return (
        <SelectField
          {...shared}
          required={field.isRequired}
          value={asText(value)}
          placeholder={field.isRequired ? "Choose" : "left out"}
          options={field.options.map((option) => ({ value: option, label: valueWords(option) }))}
          onChange={(event) => onChange(event.target.value === "" ? undefined : event.target.value)}
        />
      );
    case "switch":
      return (
        <CheckboxField
          label={field.label}
          hint={field.hint}
          error={errors}
          checked={value === undefined ? field.standard === true : value === true}
          onChange={(event) => onChange(event.target.checked)}
        />
      );
    case "choices":
      return <Choices field={field} value={value} errors={errors} onChange={onChange} options={field.options} />;
    case "list":
      return known && known.length > 0 ? (
        <Choices field={field} value={value} errors={errors} onChange={onChange} options={known} />
      ) : (
        <Typed {...shared} value={value} read={readList} onChange={onChange} />
      );
    case "number":
      return <Typed {...shared} value={value} read={readNumber} onChange={onChange} inputMode="decimal" />;
    case "long":
      return (
        <Field {...shared}>
          {(control) => (
            <Textarea
              {...control}
              className={field.path.at(-1) === "expression" ? "font-mono" : undefined}
              rows={2}
              value={asText(value)}
              onChange={(event) =>
                onChange(event.target.value === "" && !field.isRequired ? undefined : event.target.value)
              }
            />
          )}
        </Field>
      );
    case "text":
      return (
        <TextField
          {...shared}
          value={asText(value)}
          onChange={(event) =>
            onChange(event.target.value === "" && !field.isRequired ? undefined : event.target.value)
          }
        />
      );
  }
}

type TypedProps = Omit<Parameters<typeof TextField>[0], "value" | "onChange"> & {
  value: unknown;
  read: (text: string) => unknown;
  onChange: (value: unknown) => void;
};

/** An input that keeps what is typed ("0.", "a, ") while the text holds what it means. */
function Typed({ value, read, onChange, ...input }: TypedProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const means = typed === null ? undefined : read(typed);
  const shown = typed !== null && asText(means) === asText(value ?? undefined) ? typed : asText(value);
  return (
    <TextField
      {...input}
      value={shown}
      onChange={(event) => {
        setTyped(event.target.value);
        onChange(read(event.target.value));
      }}
      onBlur={() => setTyped(null)}
    />
  );
}

type ChoicesProps = Props & { options: readonly string[] };

/** Any of some options; what the text names beyond them stays, and can be taken away. */
function Choices({ field, value, errors, onChange, options }: ChoicesProps) {
  const chosen = (Array.isArray(value) ? value : []).map(String);
  const all = [...options, ...chosen.filter((entry) => !options.includes(entry))];
  const toggle = (entry: string, isOn: boolean) => {
    const next = all.filter((one) => (one === entry ? isOn : chosen.includes(one)));
    onChange(next.length === 0 && !field.isRequired ? undefined : next);
  };
  return (
    <fieldset>
      <legend className="mb-1 text-s font-medium">
        {field.label}
        {!field.isRequired && <span className="ms-1.5 font-normal text-ink-3">optional</span>}
      </legend>
      {standardHint(field) && <p className="mb-1.5 max-w-prose text-xs text-ink-2">{standardHint(field)}</p>}
      <div className="flex flex-wrap gap-x-4 gap-y-1">
        {all.map((entry) => (
          <CheckboxField
            key={entry}
            label={<bdi>{field.options.includes(entry) ? valueWords(entry) : entry}</bdi>}
            checked={chosen.includes(entry)}
            onChange={(event) => toggle(entry, event.target.checked)}
          />
        ))}
      </div>
      <FieldError id={`${field.path.join("-")}-error`} errors={errors} />
    </fieldset>
  );
}
