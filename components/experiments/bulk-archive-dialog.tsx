"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { CloseButton, Dialog } from "@/components/ui/dialog";
import { DisabledButton } from "@/components/ui/disabled-button";
import { FormFailure } from "@/components/ui/form-failure";
import { ModalBody, ModalFooter, useCloseDialog } from "@/components/ui/modal";
import { useAction } from "@/components/ui/use-action";
import { setRunsArchivedAction } from "@/lib/experiments/actions";
import type { RunSelectionInput } from "@/lib/experiments/run-selection-input";
import { plural } from "@/lib/format";
import { BulkTouched } from "./bulk-touched";
import { useBulkPreview } from "./use-bulk-preview";

type BulkArchiveProps = { project: string; selection: RunSelectionInput; archived: boolean };

/** Takes many runs out of the tables, or puts them back, after showing which. */
export function BulkArchiveDialog(props: BulkArchiveProps) {
  const verb = props.archived ? "Archive" : "Restore";
  const title = props.archived ? "Archive runs" : "Put runs back";
  return (
    <Dialog label={props.selection.by === "ids" ? `${verb}…` : `${verb} all…`} title={title} button={{ size: "s" }}>
      <Body {...props} />
    </Dialog>
  );
}

function Body({ project, selection, archived }: BulkArchiveProps) {
  const close = useCloseDialog();
  const router = useRouter();
  const [round, setRound] = useState(0);
  const { preview, failure, pending } = useBulkPreview(
    project,
    { selection, act: { kind: "archive", archived } },
    round,
  );
  const act = useAction(setRunsArchivedAction, {
    onSuccess: ({ changed }) => {
      toast.success(`${plural(changed, "run")} ${archived ? "archived" : "put back"}`);
      close();
      router.refresh();
    },
    onFailure: () => setRound(round + 1),
  });
  const changes = preview?.changes ?? 0;
  return (
    <>
      <ModalBody>
        <p>
          {archived
            ? "They leave the tables of runs. Their records, versions and every decision that rests on them stay, and they can be put back at any time."
            : "They are listed again in their experiments."}
        </p>
        <BulkTouched preview={preview} pending={pending} will={archived ? "will be archived" : "will be put back"} />
        <FormFailure failure={act.failure ?? failure} />
      </ModalBody>
      <ModalFooter>
        <CloseButton />
        {changes > 0 ? (
          <Button
            variant="primary"
            pending={act.pending}
            onClick={() => act.run(project, { selection, archived, expected: changes })}
          >
            {archived ? "Archive" : "Put back"} {plural(changes, "run")}
          </Button>
        ) : (
          <DisabledButton reasons={[pending ? "Counting the runs." : "No chosen run would change."]}>
            {archived ? "Archive" : "Put back"}
          </DisabledButton>
        )}
      </ModalFooter>
    </>
  );
}
