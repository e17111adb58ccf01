"use server";

import { defineAction } from "@/lib/action";
import { setRunArchived } from "./commands/archive-run";

export const setRunArchivedAction = defineAction(setRunArchived);
