"use client";

import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { CheckboxField } from "@/components/ui/checkbox";
import { CloseButton, Dialog } from "@/components/ui/dialog";
import { FormFailure } from "@/components/ui/form-failure";
import { TextField } from "@/components/ui/input";
import { ModalBody, ModalFooter, useCloseDialog } from "@/components/ui/modal";
import { SelectField } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextareaField } from "@/components/ui/textarea";
import { useAction } from "@/components/ui/use-action";
import { type ControlStatus, controlStatuses } from "@/db/enums";
import { type EvidenceKind, evidenceKinds, evidenceWords } from "@/lib/governance/controls/evidence-kinds";
import { mapControlAction, noteControlAction } from "@/lib/governance/risk-actions";
import { statusWords } from "./status-words";

type Control = {
  id: string;
  reference: string;
  title: string;
  evidence: readonly EvidenceKind[];
  applies: boolean;
  reason: string;
  lockVersion: number;
  status: ControlStatus;
  note: string;
  noteLockVersion: number;
};
type MapProps = { project: string; control: Control };
type NoteProps = MapProps & { model: { id: string; name: string } };

/** Changes what is evidence for a control in this project. */
export function MapDialog(props: MapProps) {
  return (
    <Dialog
      label="Map"
      button={{ size: "s" }}
      title={`Map ${props.control.reference}`}
      description="For every model of the project. A mapping names evidence; it does not say that the control is met."
    >
      <MapForm {...props} />
    </Dialog>
  );
}

function MapForm({ project, control }: MapProps) {
  const router = useRouter();
  const close = useCloseDialog();
  const act = useAction(mapControlAction, {
    onSuccess: () => {
      close();
      toast.success(`${control.reference} is mapped.`);
      router.refresh();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        act.run(project, {
          controlId: control.id,
          lockVersion: control.lockVersion,
          title: String(form.get("title")),
          evidence: evidenceKinds.filter((kind) => form.get(kind) === "on"),
          applies: form.get("applies") === "on",
          reason: String(form.get("reason")),
        });
      }}
    >
      <ModalBody>
        <TextField
          name="title"
          label="Title in your words"
          defaultValue={control.title}
          error={act.fieldErrors.title}
        />
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
          error={act.fieldErrors.reason}
        />
        <FormFailure failure={act.failure} />
      </ModalBody>
      <ModalFooter>
        <CloseButton />
        <SubmitButton pending={act.pending}>Save</SubmitButton>
      </ModalFooter>
    </form>
  );
}

/** Notes on a control for one model. */
export function NoteDialog(props: NoteProps) {
  return (
    <Dialog
      label="Note"
      button={{ size: "s" }}
      title={`${props.control.reference} for ${props.model.name}`}
      description="How far the evidence reaches, as you see it."
    >
      <NoteForm {...props} />
    </Dialog>
  );
}

function NoteForm({ project, control, model }: NoteProps) {
  const router = useRouter();
  const close = useCloseDialog();
  const act = useAction(noteControlAction, {
    onSuccess: () => {
      close();
      toast.success("The note is saved.");
      router.refresh();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        act.run(project, {
          controlId: control.id,
          modelId: model.id,
          lockVersion: control.noteLockVersion,
          status: String(form.get("status")) as ControlStatus,
          note: String(form.get("note")),
        });
      }}
    >
      <ModalBody>
        <SelectField
          name="status"
          label="Evidence"
          options={controlStatuses.map((status) => ({ value: status, label: statusWords[status].word }))}
          defaultValue={control.status}
          error={act.fieldErrors.status}
        />
        <TextareaField
          name="note"
          label="Note"
          rows={4}
          optional
          defaultValue={control.note}
          error={act.fieldErrors.note}
        />
        <FormFailure failure={act.failure} />
      </ModalBody>
      <ModalFooter>
        <CloseButton />
        <SubmitButton pending={act.pending}>Save</SubmitButton>
      </ModalFooter>
    </form>
  );
}
