import clsx from "clsx";
import { type ComponentProps, type ReactNode, useId } from "react";
import { FieldError } from "./field";

type CheckboxProps = Omit<ComponentProps<"input">, "type">;

const box = "size-4 flex-none accent-accent";

/** A bare checkbox; name it with aria-label or use CheckboxField. */
export function Checkbox({ className, ...rest }: CheckboxProps) {
  return <input {...rest} type="checkbox" className={clsx(box, className)} />;
}

type ChoiceTexts = { label: ReactNode; hint?: ReactNode; error?: string | string[] };

/** A checkbox with its label beside it. */
export function CheckboxField({ label, hint, error, className, ...input }: CheckboxProps & ChoiceTexts) {
  return <Choice {...{ label, hint, error, className, input }} type="checkbox" />;
}

/** One radio button with its label; radios of one group share `name` inside a fieldset with a legend. */
export function RadioField({ label, hint, error, className, ...input }: CheckboxProps & ChoiceTexts) {
  return <Choice {...{ label, hint, error, className, input }} type="radio" />;
}

type ChoiceProps = ChoiceTexts & { className?: string; input: CheckboxProps; type: "checkbox" | "radio" };

function Choice({ label, hint, error, className, input, type }: ChoiceProps) {
  const ownId = useId();
  const id = input.id ?? ownId;
  const errors = [error ?? []].flat();
  const describedBy = [hint && `${id}-hint`, errors.length > 0 && `${id}-error`].filter(Boolean).join(" ") || undefined;
  return (
    <div className={className}>
      <label htmlFor={id} className="flex min-h-6 items-start gap-2">
        <input
          {...input}
          id={id}
          type={type}
          aria-describedby={describedBy}
          aria-invalid={errors.length > 0 || undefined}
          className={clsx(box, "mt-0.5")}
        />
        <span>{label}</span>
      </label>
      {hint && (
        <p id={`${id}-hint`} className="ms-6 text-xs text-ink-2">
          {hint}
        </p>
      )}
      <FieldError id={`${id}-error`} errors={errors} />
    </div>
  );
}
