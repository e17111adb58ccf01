import clsx from "clsx";
import type { ComponentProps } from "react";
import { controlStyle } from "./control-style";
import { Field, type FieldTexts } from "./field";

type InputProps = ComponentProps<"input">;

/** A bare text input; give it a label yourself or use TextField. */
export function Input({ className, ...rest }: InputProps) {
  return <input {...rest} className={clsx(controlStyle, "h-8", className)} />;
}

/** A text input with its label, hint and error. */
export function TextField({
  label,
  hint,
  error,
  optional,
  hideLabel,
  id,
  className,
  ...input
}: InputProps & FieldTexts) {
  return (
    <Field {...{ label, hint, error, optional, hideLabel, id, className }}>
      {(control) => <Input {...input} {...control} required={input.required ?? !optional} />}
    </Field>
  );
}
