"use client";

import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { CloseButton, Dialog } from "@/components/ui/dialog";
import { FormFailure } from "@/components/ui/form-failure";
import { ModalBody, ModalFooter, useCloseDialog } from "@/components/ui/modal";
import { useAction } from "@/components/ui/use-action";
import { setRunArchivedAction } from "@/lib/experiments/actions";

type ArchiveRunProps = { project: string; runId: string; name: string; isArchived: boolean };

/** Takes the run out of the tables, or puts it back, after saying what that means. */
export function ArchiveRunDialog(props: ArchiveRunProps) {
  const title = props.isArchived ? "Put this run back" : "Archive this run";
  return (
    <Dialog label={props.isArchived ? "Restore" : "Archive…"} title={title}>
      <Body {...props} />
    </Dialog>
  );
}

function Body({ project, runId, name, isArchived }: ArchiveRunProps) {
  const close = useCloseDialog();
  const router = useRouter();
  const { run, pending, failure } = useAction(setRunArchivedAction, {
    onSuccess: () => {
      toast.success(isArchived ? "The run is back in the tables" : "The run is archived");
      close();
      router.refresh();
    },
  });
  return (
    <>
      <ModalBody>
        <p>
          <bdi className="font-medium">{name}</bdi>{" "}
          {isArchived
            ? "will be listed again in its experiment."
            : "leaves the tables of runs. Its record, its versions and every decision that rests on it stay, and it can be put back at any time."}
        </p>
        <FormFailure failure={failure} />
      </ModalBody>
      <ModalFooter>
        <CloseButton />
        <Button variant="primary" pending={pending} onClick={() => run(project, { runId, archived: !isArchived })}>
          {isArchived ? "Restore the run" : "Archive the run"}
        </Button>
      </ModalFooter>
    </>
  );
}
