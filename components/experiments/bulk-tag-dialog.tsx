"use client";

import { useState } from "react";
import { CheckboxField } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { FormFailure } from "@/components/ui/form-failure";
import { TextField } from "@/components/ui/input";
import { ModalBody } from "@/components/ui/modal";
import { tagRunsAction } from "@/lib/experiments/actions";
import type { RunSelectionInput } from "@/lib/experiments/run-selection-input";
import { plural } from "@/lib/format";
import { BulkFooter } from "./bulk-footer";
import { BulkTouched } from "./bulk-touched";
import { useBulkAct } from "./use-bulk-act";

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
  const [key, setKey] = useState("");
  const [text, setText] = useState("");
  const [isRemoval, setRemoval] = useState(false);
  const tag = { key: key.trim(), value: isRemoval ? null : text };
  const act = useBulkAct(
    project,
    tag.key ? { selection, act: { kind: "tag", ...tag } } : null,
    tagRunsAction,
    (changed) => `${plural(changed, "run")} ${isRemoval ? "lost" : "got"} the tag`,
  );
  const { preview, changes, isCounting, pending } = act;
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
        <BulkTouched preview={preview} pending={isCounting} will={isRemoval ? "will lose it" : "will get it"} />
        <FormFailure failure={act.failure} />
      </ModalBody>
      <BulkFooter
        verb={isRemoval ? "Take it from" : "Tag"}
        changes={changes}
        isCounting={isCounting}
        pending={pending}
        missing={tag.key ? null : "Name the tag first."}
        onAct={() => act.run({ selection, ...tag, expected: changes })}
      />
    </>
  );
}
