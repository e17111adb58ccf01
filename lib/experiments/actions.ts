"use server";

import { defineAction } from "@/lib/action";
import { previewBulk } from "./bulk-preview-query";
import { setRunArchived } from "./commands/archive-run";
import { setRunsArchived } from "./commands/archive-runs";
import { deleteComparison } from "./commands/delete-comparison";
import { deleteView } from "./commands/delete-view";
import { renameComparison } from "./commands/rename-comparison";
import { saveComparison } from "./commands/save-comparison";
import { saveView } from "./commands/save-view";
import { tagRuns } from "./commands/tag-runs";

export const setRunArchivedAction = defineAction(setRunArchived);
export const setRunsArchivedAction = defineAction(setRunsArchived);
export const tagRunsAction = defineAction(tagRuns);
export const previewBulkAction = defineAction(previewBulk);
export const saveViewAction = defineAction(saveView);
export const deleteViewAction = defineAction(deleteView);
export const saveComparisonAction = defineAction(saveComparison);
export const renameComparisonAction = defineAction(renameComparison);
export const deleteComparisonAction = defineAction(deleteComparison);
