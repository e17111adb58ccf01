"use client";

import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { DisabledButton } from "@/components/ui/disabled-button";
import { FormFailure } from "@/components/ui/form-failure";
import { useAction } from "@/components/ui/use-action";
import type { ActionResult } from "@/lib/action";
import { redeliverAction, setWebhookEnabledAction, testWebhookAction } from "@/lib/integrations/webhooks/actions";

type ActProps<Input, Output> = {
  action: (project: string, input: Input) => Promise<ActionResult<Output>>;
  project: string;
  input: Input;
  label: string;
  name?: string;
  done: string;
};

function Act<Input, Output>({ action, project, input, label, name, done }: ActProps<Input, Output>) {
  const router = useRouter();
  const { run, pending, failure } = useAction(action, {
    onSuccess: () => {
      toast.success(done);
      router.refresh();
    },
  });
  return (
    <span className="inline-flex flex-col items-end gap-1">
      <Button size="s" aria-label={name} pending={pending} onClick={() => run(project, input)}>
        {label}
      </Button>
      <FormFailure failure={failure} />
    </span>
  );
}

type Props = { project: string; webhookId: string; name: string; isEnabled: boolean };

/** Sends a test call. */
export function TestWebhookButton({ project, webhookId, name, isEnabled }: Props) {
  if (!isEnabled)
    return (
      <DisabledButton compact reasons={[`"${name}" is switched off. Enable it to test it.`]}>
        Send a test
      </DisabledButton>
    );
  return (
    <Act
      action={testWebhookAction}
      project={project}
      input={{ webhookId }}
      label="Send a test"
      done="A test call is on its way; see the delivery log"
    />
  );
}

/** Switches a webhook on again. */
export function EnableWebhookButton({ project, webhookId, name }: Props) {
  return (
    <Act
      action={setWebhookEnabledAction}
      project={project}
      input={{ webhookId, isEnabled: true }}
      label="Enable"
      done={`${name} is told of events again`}
    />
  );
}

/** Delivers a message once more. */
export function RedeliverButton({ project, deliveryId, type }: { project: string; deliveryId: string; type: string }) {
  return (
    <Act
      action={redeliverAction}
      project={project}
      input={{ deliveryId }}
      label="Deliver again"
      name={`Deliver ${type} again`}
      done="It is on its way again"
    />
  );
}
