"use client";

import { ActDialog, type ActDialogProps } from "@/components/acts/act-dialog";
import { reasonField } from "@/components/acts/act-field";
import { ChangesFound } from "./changes-found";

type DecisionDialogProps<Input> = Omit<ActDialogProps<Input>, "fields" | "about"> & {
  hint: string;
  /** The key of the reason in the input. */
  field: "comment" | "reason";
};

/** An act on a promotion that takes a reason; one that came too late shows what changed meanwhile. */
export function DecisionDialog<Input>({ hint, field, ...act }: DecisionDialogProps<Input>) {
  return (
    <ActDialog {...act} fields={[reasonField(hint, field)]} about={(failure) => <ChangesFound failure={failure} />} />
  );
}
