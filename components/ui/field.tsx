import { type ReactNode, useId } from "react";
import { Glyph } from "./glyph";

export type FieldTexts = {
  label: ReactNode;
  /** What to write and why; shown before the control. */
  hint?: ReactNode;
  /** What is wrong and how to fix it; one line per message. */
  error?: string | string[];
  optional?: boolean;
  /** Keep the label for screen readers only. */
  hideLabel?: boolean;
};

export type ControlProps = {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
};

type FieldProps = FieldTexts & {
  id?: string;
  className?: string;
  children: (control: ControlProps) => ReactNode;
};

/** Label, hint and error around one control; hands the control the ids that tie them together. */
export function Field({ label, hint, error, optional, hideLabel, id: givenId, className, children }: FieldProps) {
  const ownId = useId();
  const id = givenId ?? ownId;
  const errors = [error ?? []].flat();
  const describedBy = [hint && `${id}-hint`, errors.length > 0 && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div className={className}>
      <label htmlFor={id} className={hideLabel ? "sr-only" : "mb-1 block text-s font-medium"}>
        {label}
        {optional && <span className="ms-1.5 font-normal text-ink-3">optional</span>}
      </label>
      {hint && (
        <p id={`${id}-hint`} className="mb-1.5 max-w-prose text-xs text-ink-2">
          {hint}
        </p>
      )}
      {children({
        id,
        "aria-describedby": describedBy || undefined,
        "aria-invalid": errors.length > 0 || undefined,
      })}
      <FieldError id={`${id}-error`} errors={errors} />
    </div>
  );
}

/** The error lines of a control; announced when they appear. */
export function FieldError({ id, errors }: { id: string; errors: string[] }) {
  return (
    <div id={id} aria-live="polite">
      {errors.map((message) => (
        <p key={message} className="mt-1 flex items-start gap-1.5 text-s text-fail">
          <Glyph name="fail" size={12} className="mt-0.75" />
          {message}
        </p>
      ))}
    </div>
  );
}
