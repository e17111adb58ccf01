import type { Metadata } from "next";
import { PageHeader } from "@/components/layout/page-header";
import { SettingsTabs } from "@/components/settings/settings-tabs";
import { DisabledButton } from "@/components/ui/disabled-button";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { CreateWebhookDialog } from "@/components/webhooks/create-webhook-dialog";
import { WebhooksTable } from "@/components/webhooks/webhooks-table";
import { denial } from "@/lib/auth/authorize";
import { requirePage } from "@/lib/auth/page";
import { can } from "@/lib/auth/permissions";
import { listEventGroups } from "@/lib/integrations/webhooks/webhook-events";
import { listWebhooks } from "@/lib/integrations/webhooks/webhook-query";

export const metadata: Metadata = { title: "Webhooks" };

/** Addresses outside that are told of events of the project. */
export default async function WebhooksPage({ params }: { params: Promise<{ project: string }> }) {
  const { ctx, project } = await requirePage(params, "webhook.view");
  const webhooks = await listWebhooks(ctx);
  const working = webhooks.filter(({ isEnabled }) => isEnabled).length;
  return (
    <>
      <PageHeader
        title="Settings"
        summary="A webhook tells a system outside what happens here: a signed message with ids and links, never evidence or names of people. What does not arrive is tried again for three days."
        actions={
          can(ctx.actor, "webhook.manage") ? (
            <CreateWebhookDialog project={project.name} groups={listEventGroups()} />
          ) : (
            <DisabledButton reasons={[denial("webhook.manage")]} compact>
              Create a webhook
            </DisabledButton>
          )
        }
      />
      <SettingsTabs project={project.name} actor={ctx.actor} current="webhooks" />
      <Section title="Webhooks" meta={`${working} on, ${webhooks.length} in all`} className="mt-5!">
        <Panel className="overflow-x-auto">
          {webhooks.length > 0 ? (
            <WebhooksTable project={project.name} webhooks={webhooks} now={ctx.now()} />
          ) : (
            <EmptyState title="No webhook yet">
              An administrator creates one with the address of whatever should hear: a chat, a pipeline, a ticket
              system. docs/notifications.md shows how a receiver checks the signature.
            </EmptyState>
          )}
        </Panel>
      </Section>
    </>
  );
}
