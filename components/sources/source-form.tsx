"use client";

import { type FormEvent, useState } from "react";
import { SessionEndedDialog } from "@/components/auth/session-ended-dialog";
import { useProtectedForm } from "@/components/auth/use-protected-form";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { FormFailure } from "@/components/ui/form-failure";
import { ModalBody, ModalFooter } from "@/components/ui/modal";
import { useAction } from "@/components/ui/use-action";
import { plural } from "@/lib/format";
import { changeSourceAction, createSourceAction, testSourceAction } from "@/lib/integrations/sources/actions";
import type { SourceView } from "@/lib/integrations/sources/source-query";
import { readSourceFields, SourceFields } from "./source-fields";

type Props = {
  project: string;
  /** The source that is changed; a new one without. */
  source?: SourceView;
  onSaved: (sourceId: string) => void;
  onCancel: () => void;
};
type Found = { experiments: number; wanted: number; more: boolean };

const foundText = ({ experiments, wanted, more }: Found) =>
  `The server answers. ${more ? "At least " : ""}${plural(experiments, "experiment")}, of which ${wanted} ${wanted === 1 ? "is" : "are"} to be taken.`;

/** Fields of a source, a test of its connection, and saving, which tests it first. */
export function SourceForm({ project, source, onSaved, onCancel }: Props) {
  const [found, setFound] = useState<Found | null>(null);
  const form = useProtectedForm(
    async (name: string, input: ReturnType<typeof readSourceFields>) =>
      source
        ? changeSourceAction(name, { ...input, sourceId: source.id, lockVersion: source.lockVersion })
        : createSourceAction(name, input),
    { onSuccess: ({ sourceId }) => onSaved(sourceId) },
  );
  const test = useAction(testSourceAction, { onSuccess: setFound });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const input = readSourceFields(event.currentTarget);
    const { submitter } = event.nativeEvent as SubmitEvent;
    setFound(null);
    form.reset();
    test.reset();
    if (submitter?.getAttribute("value") === "test")
      test.run(project, { ...input, ...(source ? { sourceId: source.id } : {}) });
    else form.run(project, input);
  };
  const hasField = Object.keys(test.fieldErrors).length > 0;
  return (
    <form {...form.formProps} noValidate onSubmit={submit}>
      <ModalBody>
        <SourceFields values={source} errors={hasField ? test.fieldErrors : form.fieldErrors} />
        <div role="status">{found && <Callout tone="pass">{foundText(found)}</Callout>}</div>
        <FormFailure failure={form.unplaced ?? (hasField ? null : test.failure)} />
      </ModalBody>
      <ModalFooter>
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" name="act" value="test" pending={test.pending}>
          Test the connection
        </Button>
        <Button type="submit" variant="primary" pending={form.pending}>
          {source ? "Save" : "Add source"}
        </Button>
      </ModalFooter>
      <SessionEndedDialog session={form.session} onResend={form.resend} />
    </form>
  );
}
