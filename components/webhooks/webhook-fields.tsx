import { CheckboxField } from "@/components/ui/checkbox";
import { FieldError } from "@/components/ui/field";
import { TextField } from "@/components/ui/input";
import type { FieldErrors } from "@/lib/errors";

/** A group of events to choose: "promotion", and how many kinds of event it holds. */
export type EventGroup = { id: string; name: string; kinds: number };
type Values = { name: string; url: string; events: readonly string[] };

type WebhookFieldsProps = { groups: readonly EventGroup[]; values?: Values; errors: FieldErrors };

/** Name, address and events of a webhook. */
export function WebhookFields({ groups, values, errors }: WebhookFieldsProps) {
  return (
    <>
      <TextField
        label="Name"
        name="name"
        hint="What listens, such as the team chat."
        maxLength={80}
        defaultValue={values?.name}
        error={errors.name}
      />
      <TextField
        label="Address"
        name="url"
        type="url"
        hint="https only, and reachable on the public internet; internal addresses and redirects are refused."
        maxLength={2000}
        placeholder="https://hooks.example.com/governance"
        defaultValue={values?.url}
        error={errors.url}
      />
      <fieldset>
        <legend className="mb-1.5 text-s font-medium">
          Events{" "}
          <span className="font-normal text-ink-2">
            by group, with how many kinds each holds; later ones are included
          </span>
        </legend>
        <div className="grid gap-x-4 gap-y-1 sm:grid-cols-3">
          {groups.map(({ id, name, kinds }) => (
            <CheckboxField
              key={id}
              name="events"
              value={id}
              defaultChecked={values?.events.includes(id)}
              label={
                <>
                  <code>{id}.*</code>{" "}
                  <span className="text-xs text-ink-3 tabular-nums">
                    {kinds}
                    <span className="sr-only"> {name} events</span>
                  </span>
                </>
              }
            />
          ))}
        </div>
        <FieldError id="events-error" errors={errors.events ?? []} />
      </fieldset>
    </>
  );
}

/** What the fields hold. */
export const readWebhookFields = (form: HTMLFormElement): { name: string; url: string; events: string[] } => {
  const data = new FormData(form);
  const text = (field: string) => String(data.get(field) ?? "");
  return { name: text("name"), url: text("url"), events: data.getAll("events").map(String) };
};
