"use server";

import { defineAction } from "@/lib/action";
import { approveCard } from "./commands/approve-card";
import { archiveCard } from "./commands/archive-card";
import { confirmCard } from "./commands/confirm-card";
import { createModel } from "./commands/create-model";
import { draftCard } from "./commands/draft-card";
import { editCard } from "./commands/edit-card";
import { editModel } from "./commands/edit-model";
import { importCard } from "./commands/import-card";
import { refreshCardFigures } from "./commands/refresh-card-figures";
import { registerVersion } from "./commands/register-version";
import { sendBackCard } from "./commands/send-back-card";
import { submitCard } from "./commands/submit-card";

export const createModelAction = defineAction(createModel);
export const editModelAction = defineAction(editModel);
export const registerVersionAction = defineAction(registerVersion);
export const editCardAction = defineAction(editCard);
export const draftCardAction = defineAction(draftCard);
export const confirmCardAction = defineAction(confirmCard);
export const refreshCardFiguresAction = defineAction(refreshCardFigures);
export const submitCardAction = defineAction(submitCard);
export const approveCardAction = defineAction(approveCard);
export const sendBackCardAction = defineAction(sendBackCard);
export const archiveCardAction = defineAction(archiveCard);
export const importCardAction = defineAction(importCard);
