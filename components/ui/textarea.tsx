import clsx from "clsx";
import type { ComponentProps } from "react";
import { controlStyle } from "./control-style";
import { Field, type FieldTexts } from "./field";

type TextareaProps = ComponentProps<"textarea">;

/** A bare text area; give it a label yourself or use TextareaField. */
export function Textarea({ className, rows = 4, ...rest }: TextareaProps) {
  return (
    <textarea
      {...rest}
      rows={rows}
      dir={rest.dir ?? "auto"}
      className={clsx(controlStyle, "min-h-8 py-1.5", className)}
    />
  );
}

/** A text area with its label, hint and error. */
export function TextareaField({
  label,
  hint,
  error,
  optional,
  hideLabel,
  id,
  className,
  ...area
}: TextareaProps & FieldTexts) {
  return (
    <Field {...{ label, hint, error, optional, hideLabel, id, className }}>
      {(control) => <Textarea {...area} {...control} required={area.required ?? !optional} />}
    </Field>
  );
}
