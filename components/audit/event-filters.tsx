import Form from "next/form";
import { FilterBar } from "@/components/data-table/filter-bar";
import { FilterSearch } from "@/components/data-table/filter-search";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Popover } from "@/components/ui/popover";
import { SelectField } from "@/components/ui/select";
import { parseObjectRef } from "@/lib/audit/object-ref";
import { words } from "@/lib/audit/sentence";
import type { FilterChoices } from "@/lib/audit/status-query";
import { paths } from "@/lib/paths";
import { type AuditView, auditHref, paramsOf } from "./audit-href";

const actionName = (action: string) => words(action.replace(".", " "));

type EventFiltersProps = {
  project: string;
  view: AuditView;
  choices: FilterChoices;
  /** Name of the one object the list is narrowed to. */
  objectName: string | null;
  end: React.ReactNode;
};

function activeFilters({ project, view, choices, objectName }: Omit<EventFiltersProps, "end">) {
  const shown = [
    { name: "q", field: "Text", text: view.q },
    { name: "actor", field: "Actor", text: choices.actors.find(({ ref }) => ref === view.actor)?.name ?? view.actor },
    { name: "action", field: "Action", text: view.action && actionName(view.action) },
    { name: "type", field: "Kind of object", text: view.type && words(view.type) },
    {
      name: "object",
      field: "Object",
      text: view.object && (objectName ?? words(parseObjectRef(view.object)?.type ?? "")),
    },
    { name: "from", field: "From", text: view.from },
    { name: "to", field: "To", text: view.to },
  ];
  return shown.flatMap(({ name, field, text }) =>
    text ? [{ field, text, removeHref: auditHref(project, view, { [name]: null }) }] : [],
  );
}

/** Search, the filters in force, and a panel that sets them; all of it in the address. */
export function EventFilters({ end, ...props }: EventFiltersProps) {
  const { project, view, choices } = props;
  const { q, before: _, event: __, ...others } = paramsOf(view);
  return (
    <FilterBar filters={activeFilters(props)} clearHref={paths.audit(project)} end={end}>
      <FilterSearch
        action={paths.audit(project)}
        name="q"
        label="Search the audit log"
        placeholder="Actor, object, reason, request"
        defaultValue={q}
        keep={others}
      />
      <Popover label="Filter" name="Filter the events">
        <Form action={paths.audit(project)} scroll={false} className="grid w-72 max-w-full gap-3 p-2.5">
          {q && <input type="hidden" name="q" value={q} />}
          {view.object && <input type="hidden" name="object" value={view.object} />}
          <SelectField
            label="Actor"
            name="actor"
            optional
            placeholder="Anybody"
            defaultValue={view.actor ?? ""}
            options={choices.actors.map(({ ref, name }) => ({ value: ref, label: name }))}
          />
          <SelectField
            label="Action"
            name="action"
            optional
            placeholder="Any action"
            defaultValue={view.action ?? ""}
            options={choices.actions.map((action) => ({ value: action, label: actionName(action) }))}
          />
          <SelectField
            label="Kind of object"
            name="type"
            optional
            placeholder="Any object"
            defaultValue={view.type ?? ""}
            options={choices.objectTypes.map((type) => ({ value: type, label: words(type) }))}
          />
          <div className="grid grid-cols-2 gap-2.5">
            <Field label="From (UTC)" optional>
              {(control) => <Input {...control} type="date" name="from" defaultValue={view.from} />}
            </Field>
            <Field label="To (UTC)" optional>
              {(control) => <Input {...control} type="date" name="to" defaultValue={view.to} />}
            </Field>
          </div>
          <Button type="submit" variant="primary">
            Apply
          </Button>
        </Form>
      </Popover>
    </FilterBar>
  );
}
