"use server";

import { defineAction } from "@/lib/action";
import { proposePolicy } from "./commands/propose-policy";
import { proposeRetirement } from "./commands/propose-retirement";
import { publishPolicy } from "./commands/publish-policy";
import { rejectPolicy } from "./commands/reject-policy";
import { retirePolicy } from "./commands/retire-policy";
import { savePolicyDraft } from "./commands/save-policy-draft";
import { startPolicyDraft } from "./commands/start-policy-draft";
import { withdrawPolicyDraft } from "./commands/withdraw-policy-draft";

export const startPolicyDraftAction = defineAction(startPolicyDraft);
export const savePolicyDraftAction = defineAction(savePolicyDraft);
export const proposePolicyAction = defineAction(proposePolicy);
export const withdrawPolicyDraftAction = defineAction(withdrawPolicyDraft);
export const publishPolicyAction = defineAction(publishPolicy);
export const rejectPolicyAction = defineAction(rejectPolicy);
export const proposeRetirementAction = defineAction(proposeRetirement);
export const retirePolicyAction = defineAction(retirePolicy);
