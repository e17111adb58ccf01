"use server";

import { defineAction } from "@/lib/action";
import { mapControl } from "./commands/map-control";
import { moveFinding } from "./commands/move-finding";
import { noteControl } from "./commands/note-control";
import { raiseFinding } from "./commands/raise-finding";
import { requestReview } from "./commands/request-review";
import { saveAssessment } from "./commands/save-assessment";
import { sendBackAssessment } from "./commands/send-back-assessment";
import { signOffAssessment } from "./commands/sign-off-assessment";
import { submitAssessment } from "./commands/submit-assessment";
import { updateFinding } from "./commands/update-finding";

export const saveAssessmentAction = defineAction(saveAssessment);
export const submitAssessmentAction = defineAction(submitAssessment);
export const sendBackAssessmentAction = defineAction(sendBackAssessment);
export const signOffAssessmentAction = defineAction(signOffAssessment);
export const requestReviewAction = defineAction(requestReview);
export const mapControlAction = defineAction(mapControl);
export const noteControlAction = defineAction(noteControl);
export const raiseFindingAction = defineAction(raiseFinding);
export const updateFindingAction = defineAction(updateFinding);
export const moveFindingAction = defineAction(moveFinding);
