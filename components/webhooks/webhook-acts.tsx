"use client";

import { ActButton } from "@/components/acts/act-button";
import { DisabledButton } from "@/components/ui/disabled-button";
import { redeliverAction, setWebhookEnabledAction, testWebhookAction } from "@/lib/integrations/webhooks/actions";

type Props = { project: string; webhookId: string; name: string; isEnabled: boolean };

/** Sends a test call. */
export function TestWebhookButton({ project, webhookId, name, isEnabled }: Props) {
  if (!isEnabled)
    return (
      <DisabledButton compact size="s" reasons={[`"${name}" is switched off. Enable it to test it.`]}>
        Send a test
      </DisabledButton>
    );
  return (
    <ActButton
      size="s"
      action={testWebhookAction}
      project={project}
      input={{ webhookId }}
      done="A test call is on its way; see the delivery log"
    >
      Send a test
    </ActButton>
  );
}

/** Switches a webhook on again. */
export function EnableWebhookButton({ project, webhookId, name }: Props) {
  return (
    <ActButton
      size="s"
      action={setWebhookEnabledAction}
      project={project}
      input={{ webhookId, isEnabled: true }}
      done={`${name} is told of events again`}
    >
      Enable
    </ActButton>
  );
}

/** Delivers a message once more. */
export function RedeliverButton({ project, deliveryId, type }: { project: string; deliveryId: string; type: string }) {
  return (
    <ActButton
      size="s"
      action={redeliverAction}
      project={project}
      input={{ deliveryId }}
      aria-label={`Deliver ${type} again`}
      done="It is on its way again"
    >
      Deliver again
    </ActButton>
  );
}
