"use server";

import { defineAction } from "@/lib/action";
import { approvePromotion } from "./commands/approve-promotion";
import { clearDecision } from "./commands/clear-decision";
import { commentOnPromotion } from "./commands/comment-on-promotion";
import { evaluatePromotion } from "./commands/evaluate-promotion";
import { rejectPromotion, requestChanges } from "./commands/object-to-promotion";
import { requestPromotion } from "./commands/request-promotion";
import { withdrawPromotion } from "./commands/withdraw-promotion";

export const requestPromotionAction = defineAction(requestPromotion);
export const evaluatePromotionAction = defineAction(evaluatePromotion);
export const approvePromotionAction = defineAction(approvePromotion);
export const requestChangesAction = defineAction(requestChanges);
export const rejectPromotionAction = defineAction(rejectPromotion);
export const clearDecisionAction = defineAction(clearDecision);
export const withdrawPromotionAction = defineAction(withdrawPromotion);
export const commentOnPromotionAction = defineAction(commentOnPromotion);
