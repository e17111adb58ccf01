import { StatusBadge } from "@/components/ui/status-badge";
import { formatAge } from "@/lib/format-time";
import type { WebhookView } from "@/lib/integrations/webhooks/webhook-query";

/** Whether a webhook works: on, failing since when, or off and why. */
export function WebhookState({ webhook, now }: { webhook: WebhookView; now: Date }) {
  if (!webhook.isEnabled)
    return <StatusBadge tone="stale">off{webhook.disabledBecause ? `: ${webhook.disabledBecause}` : ""}</StatusBadge>;
  if (webhook.failingSince)
    return <StatusBadge tone="fail">failing for {formatAge(webhook.failingSince, now)}</StatusBadge>;
  if (!webhook.lastDeliveredAt) return <StatusBadge tone="neutral">on, nothing sent yet</StatusBadge>;
  return <StatusBadge tone="pass">works</StatusBadge>;
}
