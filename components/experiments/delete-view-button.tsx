"use client";

import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { CloseButton, Dialog } from "@/components/ui/dialog";
import { FormFailure } from "@/components/ui/form-failure";
import { ModalBody, ModalFooter, useCloseDialog } from "@/components/ui/modal";
import { useAction } from "@/components/ui/use-action";
import { deleteViewAction } from "@/lib/experiments/actions";
import type { SavedView } from "@/lib/experiments/saved-view";

type DeleteViewProps = { project: string; view: SavedView; nextHref: string };

/** Deletes the view in use after asking; the table stays as it is. */
export function DeleteViewButton(props: DeleteViewProps) {
  return (
    <Dialog label="Delete view…" title="Delete this view" button={{ size: "s", variant: "ghost" }}>
      <Body {...props} />
    </Dialog>
  );
}

function Body({ project, view, nextHref }: DeleteViewProps) {
  const close = useCloseDialog();
  const router = useRouter();
  const { run, pending, failure } = useAction(deleteViewAction, {
    onSuccess: () => {
      toast.success("The view is deleted");
      close();
      router.push(nextHref);
    },
  });
  return (
    <>
      <ModalBody>
        <p>
          <bdi className="font-medium wrap-anywhere">{view.name}</bdi>{" "}
          {view.isShared ? "leaves the tabs of everyone in the project." : "leaves your tabs."} Runs and this table stay
          as they are.
        </p>
        <FormFailure failure={failure} />
      </ModalBody>
      <ModalFooter>
        <CloseButton />
        <Button variant="danger-solid" pending={pending} onClick={() => run(project, { id: view.id })}>
          Delete the view
        </Button>
      </ModalFooter>
    </>
  );
}
