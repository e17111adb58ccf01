"use client";

import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { CloseButton, Dialog } from "@/components/ui/dialog";
import { FormFailure } from "@/components/ui/form-failure";
import { ModalBody, ModalFooter, useCloseDialog } from "@/components/ui/modal";
import { useAction } from "@/components/ui/use-action";
import { deleteComparisonAction } from "@/lib/experiments/actions";
import { useCompareAddress } from "./compare-address";

type DeleteProps = { project: string; comparison: { id: string; name: string } };

/** Deletes a saved comparison after asking; the view stays open. */
export function DeleteComparisonButton(props: DeleteProps) {
  return (
    <Dialog label="Delete…" title="Delete this comparison" button={{ size: "s", variant: "ghost" }}>
      <Body {...props} />
    </Dialog>
  );
}

function Body({ project, comparison }: DeleteProps) {
  const close = useCloseDialog();
  const { change } = useCompareAddress();
  const { run, pending, failure } = useAction(deleteComparisonAction, {
    onSuccess: () => {
      toast.success("The comparison is deleted.");
      close();
      change({ saved: null }, "push");
    },
  });
  return (
    <>
      <ModalBody>
        <p>
          <bdi className="font-medium wrap-anywhere">{comparison.name}</bdi> leaves the list of everyone in the project,
          and its address leads nowhere. Runs stay as they are, and promotions keep what was attached to them.
        </p>
        <FormFailure failure={failure} />
      </ModalBody>
      <ModalFooter>
        <CloseButton />
        <Button variant="danger-solid" pending={pending} onClick={() => run(project, { id: comparison.id })}>
          Delete the comparison
        </Button>
      </ModalFooter>
    </>
  );
}
