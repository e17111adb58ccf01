"use client";

import { Dialog } from "@/components/ui/dialog";
import { FormFailure } from "@/components/ui/form-failure";
import { ModalBody } from "@/components/ui/modal";
import { setRunsArchivedAction } from "@/lib/experiments/actions";
import type { RunSelectionInput } from "@/lib/experiments/run-selection-input";
import { plural } from "@/lib/format";
import { BulkFooter } from "./bulk-footer";
import { BulkTouched } from "./bulk-touched";
import { useBulkAct } from "./use-bulk-act";

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
  const act = useBulkAct(
    project,
    { selection, act: { kind: "archive", archived } },
    setRunsArchivedAction,
    (changed) => `${plural(changed, "run")} ${archived ? "archived" : "put back"}`,
  );
  const { preview, changes, isCounting, pending } = act;
  return (
    <>
      <ModalBody>
        <p>
          {archived
            ? "They leave the tables of runs. Their records, versions and every decision that rests on them stay, and they can be put back at any time."
            : "They are listed again in their experiments."}
        </p>
        <BulkTouched preview={preview} pending={isCounting} will={archived ? "will be archived" : "will be put back"} />
        <FormFailure failure={act.failure} />
      </ModalBody>
      <BulkFooter
        verb={archived ? "Archive" : "Put back"}
        changes={changes}
        isCounting={isCounting}
        pending={pending}
        onAct={() => act.run({ selection, archived, expected: changes })}
      />
    </>
  );
}
