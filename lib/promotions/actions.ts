"use server";

import { defineAction } from "@/lib/action";
import { approvePromotion } from "./commands/approve-promotion";
import { clearDecision } from "./commands/clear-decision";
import { commentOnPromotion } from "./commands/comment-on-promotion";
import { createDelegation } from "./commands/create-delegation";
import { evaluatePromotion } from "./commands/evaluate-promotion";
import { rejectPromotion, requestChanges } from "./commands/object-to-promotion";
import { requestPromotion } from "./commands/request-promotion";
import { reviewEmergency } from "./commands/review-emergency";
import { revokeDelegation } from "./commands/revoke-delegation";
import { revokeWaiver } from "./commands/revoke-waiver";
import { waiveGate } from "./commands/waive-gate";
import { withdrawPromotion } from "./commands/withdraw-promotion";

export const requestPromotionAction = defineAction(requestPromotion);
export const evaluatePromotionAction = defineAction(evaluatePromotion);
export const approvePromotionAction = defineAction(approvePromotion);
export const requestChangesAction = defineAction(requestChanges);
export const rejectPromotionAction = defineAction(rejectPromotion);
export const clearDecisionAction = defineAction(clearDecision);
export const withdrawPromotionAction = defineAction(withdrawPromotion);
export const commentOnPromotionAction = defineAction(commentOnPromotion);
export const waiveGateAction = defineAction(waiveGate);
export const revokeWaiverAction = defineAction(revokeWaiver);
export const reviewEmergencyAction = defineAction(reviewEmergency);
export const createDelegationAction = defineAction(createDelegation);
export const revokeDelegationAction = defineAction(revokeDelegation);
