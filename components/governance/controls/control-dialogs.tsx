"use client";

import { CheckboxField } from "@/components/ui/checkbox";
import { TextField } from "@/components/ui/input";
import { SelectField } from "@/components/ui/select";
import { TextareaField } from "@/components/ui/textarea";
import { type ControlStatus, controlStatuses } from "@/db/enums";
import type { ControlRow } from "@/lib/governance/controls/controls-query";
import { evidenceKinds, evidenceWords } from "@/lib/governance/controls/evidence-kinds";
import { mapControlAction, noteControlAction } from "@/lib/governance/risk-actions";
import { ControlDialog } from "./control-dialog";
import { statusWords } from "./status-words";

type MapProps = { project: string; control: ControlRow };
type NoteProps = MapProps & { model: { id: string; name: string } };

/** Changes what is evidence for a control in this project. */
export function MapDialog({ project, control }: MapProps) {
  return (
    <ControlDialog
      project={project}
      label="Map"
      title={`Map ${control.reference}`}
      description="For every model of the project. A mapping names evidence; it does not say that the control is met."
      action={mapControlAction}
      done={`${control.reference} is mapped.`}
      read={(form) => ({
        controlId: control.id,
        lockVersion: control.lockVersion,
        title: String(form.get("title")),
        evidence: evidenceKinds.filter((kind) => form.get(kind) === "on"),
        applies: form.get("applies") === "on",
        reason: String(form.get("reason")),
      })}
      fields={(errors) => (
        <>
          <TextField name="title" label="Title in your words" defaultValue={control.title} error={errors.title} />
          <fieldset>
            <legend className="mb-1.5 text-s font-medium">Evidence for it</legend>
            <div className="grid gap-1.5 sm:grid-cols-2">
              {evidenceKinds.map((kind) => (
                <CheckboxField
                  key={kind}
                  name={kind}
                  label={evidenceWords[kind]}
                  defaultChecked={control.evidence.includes(kind)}
                />
              ))}
            </div>
          </fieldset>
          <CheckboxField name="applies" label="Applies to this project" defaultChecked={control.applies} />
          <TextareaField
            name="reason"
            label="Reason"
            hint="Needed when it does not apply."
            rows={2}
            optional
            defaultValue={control.reason}
            error={errors.reason}
          />
        </>
      )}
    />
  );
}

/** Notes on a control for one model. */
export function NoteDialog({ project, control, model }: NoteProps) {
  return (
    <ControlDialog
      project={project}
      label="Note"
      title={`${control.reference} for ${model.name}`}
      description="How far the evidence reaches, as you see it."
      action={noteControlAction}
      done="The note is saved."
      read={(form) => ({
        controlId: control.id,
        modelId: model.id,
        lockVersion: control.noteLockVersion,
        status: String(form.get("status")) as ControlStatus,
        note: String(form.get("note")),
      })}
      fields={(errors) => (
        <>
          <SelectField
            name="status"
            label="Evidence"
            options={controlStatuses.map((status) => ({ value: status, label: statusWords[status].word }))}
            defaultValue={control.status}
            error={errors.status}
          />
          <TextareaField name="note" label="Note" rows={4} optional defaultValue={control.note} error={errors.note} />
        </>
      )}
    />
  );
}
