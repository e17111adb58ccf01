"use client";

import type { RunSelectionInput } from "@/lib/experiments/run-selection-input";
import { BulkArchiveDialog } from "./bulk-archive-dialog";
import { BulkTagDialog } from "./bulk-tag-dialog";

export type BulkRights = { canTag: boolean; canArchive: boolean };
type BulkActionsProps = BulkRights & { project: string; selection: RunSelectionInput; isArchived: boolean };

/** Tag and archive, for the runs selected or for all that match the filter. Left out where the person may not. */
export function BulkActions({ project, selection, canTag, canArchive, isArchived }: BulkActionsProps) {
  return (
    <>
      {canTag && <BulkTagDialog project={project} selection={selection} />}
      {canArchive && <BulkArchiveDialog project={project} selection={selection} archived={!isArchived} />}
    </>
  );
}
