"use client";

import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { SessionEndedDialog } from "@/components/auth/session-ended-dialog";
import { useProtectedForm } from "@/components/auth/use-protected-form";
import { CheckboxField } from "@/components/ui/checkbox";
import { CloseButton, Dialog } from "@/components/ui/dialog";
import { FormFailure } from "@/components/ui/form-failure";
import { TextField } from "@/components/ui/input";
import { ModalBody, ModalFooter, useCloseDialog } from "@/components/ui/modal";
import { SelectField } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextareaField } from "@/components/ui/textarea";
import type { FindingSeverity } from "@/db/enums";
import { raiseFindingAction, updateFindingAction } from "@/lib/governance/risk-actions";

type Person = { userId: string; name: string };
type Values = {
  title: string;
  description: string;
  severity: FindingSeverity;
  blocks: boolean;
  ownerUserId: string;
  dueOn: string;
  plan: string;
};
/** What a new finding is about. */
export type FindingSubject = {
  modelId: string;
  versionId?: string | null;
  promotionId?: string | null;
  gateId?: string | null;
  slice?: string | null;
  threadId?: string | null;
};
type Edited = { number: number; lockVersion: number };

type FindingDialogProps = {
  project: string;
  people: readonly Person[];
  values: Values;
} & ({ subject: FindingSubject; edited?: undefined } | { edited: Edited; subject?: undefined });

const severities = [
  { value: "low", label: "Low: worth knowing" },
  { value: "medium", label: "Medium: to be put right" },
  { value: "high", label: "High: harms people or the record" },
  { value: "critical", label: "Critical: stop and put right now" },
];

/** Raises a finding, or changes one. */
export function FindingDialog(props: FindingDialogProps) {
  const label = props.edited ? "Change" : "Raise a finding";
  return (
    <Dialog
      label={label}
      title={props.edited ? `Change F-${props.edited.number}` : "Raise a finding"}
      description={
        props.edited
          ? "To lower its severity, let promotions pass or move its date back is not its owner's to do."
          : "Open promotions that it concerns are evaluated again at once."
      }
    >
      <FindingForm {...props} />
    </Dialog>
  );
}

function FindingForm({ project, people, values, subject, edited }: FindingDialogProps) {
  const router = useRouter();
  const close = useCloseDialog();
  const onSuccess = () => {
    close();
    toast.success(edited ? `F-${edited.number} is changed.` : "The finding is on record.");
    router.refresh();
  };
  const raise = useProtectedForm(raiseFindingAction, { onSuccess });
  const update = useProtectedForm(updateFindingAction, { onSuccess });
  const act = edited ? update : raise;
  const { fieldErrors } = act;
  return (
    <form
      {...act.formProps}
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const text = (name: string) => String(form.get(name) ?? "");
        const content = {
          title: text("title"),
          description: text("description"),
          severity: text("severity") as FindingSeverity,
          blocks: form.get("blocks") === "on",
          ownerUserId: text("ownerUserId"),
          dueOn: text("dueOn"),
          plan: text("plan"),
        };
        if (edited) update.run(project, { ...edited, ...content, note: text("note") });
        else if (subject) raise.run(project, { ...subject, ...content });
      }}
    >
      <ModalBody>
        <TextField name="title" label="Title" defaultValue={values.title} error={fieldErrors.title} />
        <TextareaField
          name="description"
          label="What was found"
          hint="With the evidence: figures, slices, links."
          rows={4}
          optional
          defaultValue={values.description}
          error={fieldErrors.description}
        />
        <div className="grid gap-3 sm:grid-cols-2">
          <SelectField
            name="severity"
            label="Severity"
            options={severities}
            defaultValue={values.severity}
            error={fieldErrors.severity}
          />
          <SelectField
            name="ownerUserId"
            label="Owner"
            placeholder="Who puts it right"
            options={people.map(({ userId, name }) => ({ value: userId, label: name }))}
            defaultValue={values.ownerUserId}
            error={fieldErrors.ownerUserId}
          />
          <TextField name="dueOn" type="date" label="Due" defaultValue={values.dueOn} error={fieldErrors.dueOn} />
        </div>
        <CheckboxField
          name="blocks"
          label="Blocks promotions"
          hint="Until it is closed, or accepted by a risk officer. Policies judge it with their findings gate."
          defaultChecked={values.blocks}
        />
        <TextareaField
          name="plan"
          label="Plan to put it right"
          rows={3}
          optional
          defaultValue={values.plan}
          error={fieldErrors.plan}
        />
        {edited && <TextareaField name="note" label="Why it changes" rows={2} optional error={fieldErrors.note} />}
        <FormFailure failure={act.failure} />
      </ModalBody>
      <ModalFooter>
        <CloseButton />
        <SubmitButton pending={act.pending}>{edited ? "Save" : "Raise the finding"}</SubmitButton>
      </ModalFooter>
      <SessionEndedDialog session={act.session} onResend={act.resend} />
    </form>
  );
}
