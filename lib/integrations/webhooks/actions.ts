"use server";

import { defineAction } from "@/lib/action";
import { changeWebhook } from "./commands/change-webhook";
import { createWebhook } from "./commands/create-webhook";
import { redeliver } from "./commands/redeliver";
import { removeWebhook } from "./commands/remove-webhook";
import { renewWebhookSecret } from "./commands/renew-webhook-secret";
import { setWebhookEnabled } from "./commands/set-webhook-enabled";
import { testWebhook } from "./commands/test-webhook";

export const createWebhookAction = defineAction(createWebhook);
export const changeWebhookAction = defineAction(changeWebhook);
export const renewWebhookSecretAction = defineAction(renewWebhookSecret);
export const setWebhookEnabledAction = defineAction(setWebhookEnabled);
export const removeWebhookAction = defineAction(removeWebhook);
export const testWebhookAction = defineAction(testWebhook);
export const redeliverAction = defineAction(redeliver);
