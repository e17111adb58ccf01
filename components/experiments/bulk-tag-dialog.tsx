"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { CheckboxField } from "@/components/ui/checkbox";
import { CloseButton, Dialog } from "@/components/ui/dialog";
import { DisabledButton } from "@/components/ui/disabled-button";
import { FormFailure } from "@/components/ui/form-failure";
import { TextField } from "@/components/ui/input";
import { ModalBody, ModalFooter, useCloseDialog } from "@/components/ui/modal";
import { useAction } from "@/components/ui/use-action";
import { tagRunsAction } from "@/lib/experiments/actions";
import type { RunSelectionInput } from "@/lib/experiments/run-selection-input";
import { plural } from "@/lib/format";
import { BulkTouched } from "./bulk-touched";
import { useBulkPreview } from "./use-bulk-preview";

type BulkTagProps = { project: string; selection: RunSelectionInput };

/** Sets a tag on many runs, or takes it away, after showing which runs change. */
export function BulkTagDialog(props: BulkTagProps) {
  return (
    <Dialog label={props.selection.by === "ids" ? "Tag…" : "Tag all…"} title="Tag runs" button={{ size: "s" }}>
      <Body {...props} />
    </Dialog>
  );
}

function Body({ project, selection }: BulkTagProps) {
  const close = useCloseDialog();
  const router = useRouter();
  const [key, setKey] = useState("");
  const [text, setText] = useState("");
  const [isRemoval, setRemoval] = useState(false);
  const [round, setRound] = useState(0);
  const tag = { key: key.trim(), value: isRemoval ? null : text };
  const { preview, failure, pending } = useBulkPreview(
    project,
    tag.key ? { selection, act: { kind: "tag", ...tag } } : null,
    round,
  );
  const act = useAction(tagRunsAction, {
    onSuccess: ({ changed }) => {
      toast.success(`${plural(changed, "run")} ${isRemoval ? "lost" : "got"} the tag`);
      close();
      router.refresh();
    },
    onFailure: () => setRound(round + 1),
  });
  const changes = preview?.changes ?? 0;
  return (
    <>
      <ModalBody>
        <TextField
          label="Tag"
          value={key}
          maxLength={250}
          autoComplete="off"
          onChange={(event) => setKey(event.target.value)}
          hint="A name of your own; mlflow. and countersign. are set by clients"
        />
        {!isRemoval && (
          <TextField label="Value" value={text} maxLength={5000} onChange={(event) => setText(event.target.value)} />
        )}
        <CheckboxField
          label="Take the tag away instead"
          checked={isRemoval}
          onChange={(event) => setRemoval(event.target.checked)}
        />
        <BulkTouched preview={preview} pending={pending} will={isRemoval ? "will lose it" : "will get it"} />
        <FormFailure failure={act.failure ?? failure} />
      </ModalBody>
      <ModalFooter>
        <CloseButton />
        {changes > 0 ? (
          <Button
            variant="primary"
            pending={act.pending}
            onClick={() => act.run(project, { selection, ...tag, expected: changes })}
          >
            {isRemoval ? "Take it from" : "Tag"} {plural(changes, "run")}
          </Button>
        ) : (
          <DisabledButton reasons={[tag.key ? "No chosen run would change." : "Name the tag first."]}>
            Tag
          </DisabledButton>
        )}
      </ModalFooter>
    </>
  );
}
