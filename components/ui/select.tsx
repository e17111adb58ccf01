import clsx from "clsx";
import type { ComponentProps } from "react";
import { controlStyle } from "./control-style";
import { Field, type FieldTexts } from "./field";

export type SelectOption = { value: string; label: string; disabled?: boolean };
type SelectProps = Omit<ComponentProps<"select">, "children"> & {
  options: readonly SelectOption[];
  /** First line with an empty value, so that nothing is chosen by accident. */
  placeholder?: string;
};

/** The platform's select; give it a label yourself or use SelectField. */
export function Select({ options, placeholder, className, ...rest }: SelectProps) {
  const initial =
    rest.value === undefined && rest.defaultValue === undefined && placeholder !== undefined
      ? { defaultValue: "" }
      : {};
  return (
    <select {...initial} {...rest} className={clsx(controlStyle, "h-8 pe-1.5", className)}>
      {placeholder !== undefined && (
        <option value="" disabled={rest.required}>
          {placeholder}
        </option>
      )}
      {options.map((option) => (
        <option key={option.value} value={option.value} disabled={option.disabled}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

/** A select with its label, hint and error. */
export function SelectField({
  label,
  hint,
  error,
  optional,
  hideLabel,
  id,
  className,
  ...select
}: SelectProps & FieldTexts) {
  return (
    <Field {...{ label, hint, error, optional, hideLabel, id, className }}>
      {(control) => <Select {...select} {...control} required={select.required ?? !optional} />}
    </Field>
  );
}
