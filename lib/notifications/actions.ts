"use server";

import { defineAction } from "@/lib/action";
import { saveSettings } from "./commands/save-settings";
import { setResponseTimes } from "./commands/set-response-times";
import { markRead } from "./mark-read";

export const saveNotificationSettingsAction = defineAction(saveSettings);
export const markReadAction = defineAction(markRead);
export const setResponseTimesAction = defineAction(setResponseTimes);
