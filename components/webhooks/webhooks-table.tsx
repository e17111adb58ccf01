import { IntegrationName, LastTime } from "@/components/settings/integration-cells";
import { Table, Td, Th } from "@/components/ui/table";
import { formatCount } from "@/lib/format";
import type { WebhookView } from "@/lib/integrations/webhooks/webhook-query";
import { paths } from "@/lib/paths";
import { WebhookState } from "./webhook-state";

type Props = { project: string; webhooks: readonly WebhookView[]; now: Date };

/** The webhooks of a project: where to, for what, and how it goes. */
export function WebhooksTable({ project, webhooks, now }: Props) {
  return (
    <Table caption="Webhooks" density="roomy">
      <thead>
        <tr>
          <Th>Webhook</Th>
          <Th>Events</Th>
          <Th>State</Th>
          <Th align="end">Delivered</Th>
          <Th align="end">Given up</Th>
          <Th>Last delivered</Th>
        </tr>
      </thead>
      <tbody>
        {webhooks.map((webhook) => (
          <tr key={webhook.id} data-tone={webhook.isEnabled ? undefined : "muted"}>
            <Td>
              <IntegrationName href={paths.webhook(project, webhook.id)} name={webhook.name} url={webhook.url} />
            </Td>
            <Td wrap className="min-w-44">
              <code className="text-s">
                {webhook.events.map((event) => (webhook.format === "mlflow" ? event : `${event}.*`)).join(", ")}
              </code>
            </Td>
            <Td>
              <WebhookState webhook={webhook} now={now} />
            </Td>
            <Td align="end">{formatCount(webhook.delivered)}</Td>
            <Td align="end">{formatCount(webhook.failed)}</Td>
            <Td>
              <LastTime at={webhook.lastDeliveredAt} now={now} />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
