"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { hrefWith } from "@/components/data-table/href";
import { Button } from "@/components/ui/button";
import { CheckboxField } from "@/components/ui/checkbox";
import { CloseButton, Dialog } from "@/components/ui/dialog";
import { FormFailure } from "@/components/ui/form-failure";
import { TextField } from "@/components/ui/input";
import { ModalBody, ModalFooter, useCloseDialog } from "@/components/ui/modal";
import { useAction } from "@/components/ui/use-action";
import { saveViewAction } from "@/lib/experiments/actions";
import type { TableParams } from "@/lib/experiments/run-table-address";
import type { SavedView } from "@/lib/experiments/saved-view";

type SaveViewProps = {
  project: string;
  experimentId: string | null;
  path: string;
  address: TableParams;
  params: TableParams;
  inUse: SavedView | null;
  canShare: boolean;
};

/** Keeps the table as it stands under a name: filter, columns, order, baseline, pins and grouping. */
export function SaveViewDialog(props: SaveViewProps) {
  return (
    <Dialog
      label="Save view…"
      title="Save this view"
      description="Keeps the filter, columns, order, baseline, pins and grouping. A view of the same name is replaced."
      button={{ size: "s" }}
    >
      <Body {...props} />
    </Dialog>
  );
}

function Body({ project, experimentId, path, address, params, inUse, canShare }: SaveViewProps) {
  const close = useCloseDialog();
  const router = useRouter();
  const [name, setName] = useState(inUse?.name ?? "");
  const [shared, setShared] = useState(canShare && (inUse?.isShared ?? false));
  const [isDefault, setDefault] = useState(inUse?.isDefault ?? false);
  const act = useAction(saveViewAction, {
    onSuccess: ({ id }) => {
      toast.success("The view is saved");
      close();
      router.push(hrefWith(path, address, { saved: id }), { scroll: false });
      router.refresh();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        act.run(project, { name, experimentId, shared, isDefault, params });
      }}
    >
      <ModalBody>
        <TextField
          label="Name"
          value={name}
          maxLength={120}
          autoComplete="off"
          error={act.fieldErrors.name}
          onChange={(event) => setName(event.target.value)}
        />
        <CheckboxField
          label="For the team"
          hint={canShare ? "Everyone in the project sees it" : "Your role may keep views for itself only"}
          checked={shared}
          disabled={!canShare}
          onChange={(event) => setShared(event.target.checked)}
        />
        <CheckboxField
          label="Open by itself"
          hint={
            shared
              ? "When somebody without an own default opens this table"
              : "When you open this table, before a default of the team"
          }
          checked={isDefault}
          onChange={(event) => setDefault(event.target.checked)}
        />
        <FormFailure failure={act.fieldErrors.name ? null : act.failure} />
      </ModalBody>
      <ModalFooter>
        <CloseButton />
        <Button type="submit" variant="primary" pending={act.pending}>
          Save the view
        </Button>
      </ModalFooter>
    </form>
  );
}
