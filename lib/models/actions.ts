"use server";

import { defineAction } from "@/lib/action";
import { createModel } from "./commands/create-model";
import { editCard } from "./commands/edit-card";
import { editModel } from "./commands/edit-model";
import { registerVersion } from "./commands/register-version";
import { setRiskTier } from "./commands/set-risk-tier";

export const createModelAction = defineAction(createModel);
export const editModelAction = defineAction(editModel);
export const setRiskTierAction = defineAction(setRiskTier);
export const registerVersionAction = defineAction(registerVersion);
export const editCardAction = defineAction(editCard);
