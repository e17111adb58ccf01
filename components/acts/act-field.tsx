import { TextField } from "@/components/ui/input";
import { SelectField } from "@/components/ui/select";
import { TextareaField } from "@/components/ui/textarea";

type Text = { name: string; label: string; hint?: string };
/** What is asked for: a long text, a line, a number or date, or one of several. */
export type ActField = Text &
  (
    | { kind: "area"; rows?: number; optional?: boolean; initial?: string }
    | { kind: "line"; maxLength?: number; initial?: string }
    | { kind: "number"; min: number; max: number; initial: number }
    | { kind: "date"; min?: string; max?: string; initial?: string }
    | { kind: "choice"; options: readonly { value: string; label: string }[]; initial?: string; placeholder?: string }
  );

/** The one field of most acts; `name` is its key in the input. */
export const reasonField = (hint: string, name: "reason" | "comment" | "note" = "reason"): ActField => ({
  kind: "area",
  name,
  label: "Reason",
  hint,
  rows: 5,
});

/** Draws one field of an act, with its error. */
export function FieldOfAct({ field, error }: { field: ActField; error: string[] | undefined }) {
  const { name, label, hint } = field;
  const common = { name, label, hint, error };
  switch (field.kind) {
    case "area":
      return (
        <TextareaField {...common} rows={field.rows ?? 3} optional={field.optional} defaultValue={field.initial} />
      );
    case "line":
      return <TextField {...common} maxLength={field.maxLength ?? 200} defaultValue={field.initial} />;
    case "number":
      return <TextField {...common} type="number" min={field.min} max={field.max} defaultValue={field.initial} />;
    case "date":
      return <TextField {...common} type="date" min={field.min} max={field.max} defaultValue={field.initial} />;
    case "choice":
      return (
        <SelectField
          {...common}
          options={field.options}
          {...(field.initial === undefined
            ? { placeholder: field.placeholder ?? "Choose" }
            : { defaultValue: field.initial })}
        />
      );
  }
}
