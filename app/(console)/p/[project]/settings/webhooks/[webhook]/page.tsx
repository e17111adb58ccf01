import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PageHeader } from "@/components/layout/page-header";
import { ConfirmDialog } from "@/components/settings/confirm-dialog";
import { DescriptionList } from "@/components/ui/description-list";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { TimeText } from "@/components/ui/time-text";
import { ChangeWebhookDialog } from "@/components/webhooks/change-webhook-dialog";
import { DeliveriesTable } from "@/components/webhooks/deliveries-table";
import { RenewSecretDialog } from "@/components/webhooks/renew-secret-dialog";
import { EnableWebhookButton, TestWebhookButton } from "@/components/webhooks/webhook-acts";
import { WebhookState } from "@/components/webhooks/webhook-state";
import { requirePage } from "@/lib/auth/page";
import { can } from "@/lib/auth/permissions";
import { DomainError } from "@/lib/errors";
import { plural } from "@/lib/format";
import { removeWebhookAction, setWebhookEnabledAction } from "@/lib/integrations/webhooks/actions";
import { listEventGroups } from "@/lib/integrations/webhooks/webhook-events";
import { getDeliveries } from "@/lib/integrations/webhooks/webhook-query";
import { paths } from "@/lib/paths";

export const metadata: Metadata = { title: "Webhook" };

type Props = {
  params: Promise<{ project: string; webhook: string }>;
  searchParams: Promise<{ after?: string | string[] }>;
};

/** One webhook: where to, for what, and its delivery log. */
export default async function WebhookPage({ params, searchParams }: Props) {
  const { ctx, project } = await requirePage(params, "webhook.view");
  const { webhook: id } = await params;
  const given = (await searchParams).after;
  const after = typeof given === "string" ? given : null;
  const { webhook, rows, total, next } = await getDeliveries(ctx, decodeURIComponent(id), after).catch((error) => {
    if (error instanceof DomainError && error.code === "NOT_FOUND") notFound();
    throw error;
  });
  const mayManage = can(ctx.actor, "webhook.manage");
  const now = ctx.now();
  const { name, isEnabled } = webhook;
  const act = { project: project.name, webhookId: webhook.id, name, isEnabled };
  const href = paths.webhook(project.name, webhook.id);
  return (
    <>
      <PageHeader
        crumbs={[
          { label: "Settings", href: paths.settings(project.name) },
          { label: "Webhooks", href: paths.webhooks(project.name) },
          { label: name },
        ]}
        title={<bdi>{name}</bdi>}
        meta={<WebhookState webhook={webhook} now={now} />}
        actions={
          mayManage && (
            <>
              <TestWebhookButton {...act} />
              {webhook.format === "standard" && (
                <>
                  <ChangeWebhookDialog project={project.name} webhook={webhook} groups={listEventGroups()} />
                  <RenewSecretDialog project={project.name} webhook={webhook} />
                </>
              )}
              {isEnabled ? (
                <ConfirmDialog
                  action={setWebhookEnabledAction}
                  project={project.name}
                  input={{ webhookId: webhook.id, isEnabled: false }}
                  label="Disable"
                  name={`Disable ${name}`}
                  title={`Disable "${name}"?`}
                  consequence={`It is told of nothing that happens while it is off, also not later; ${plural(webhook.pending, "message")} under way ${webhook.pending === 1 ? "is" : "are"} given up.`}
                  confirm="Disable the webhook"
                  done={`${name} is off`}
                />
              ) : (
                <EnableWebhookButton {...act} />
              )}
              <ConfirmDialog
                action={removeWebhookAction}
                project={project.name}
                input={{ webhookId: webhook.id }}
                label="Remove"
                name={`Remove ${name}`}
                title={`Remove "${name}"?`}
                consequence="Its signing secret is erased, and this page with its delivery log is no longer shown. This cannot be undone: a new webhook has another secret."
                confirm="Remove the webhook"
                done={`${name} is removed`}
                leadsTo={paths.webhooks(project.name)}
              />
            </>
          )
        }
      />
      <Section title="What it is">
        <Panel padded>
          <DescriptionList
            items={[
              { term: "Address", value: <code className="wrap-anywhere">{webhook.url}</code> },
              {
                term: "Events",
                value: (
                  <code>
                    {webhook.events.map((event) => (webhook.format === "mlflow" ? event : `${event}.*`)).join(", ")}
                  </code>
                ),
              },
              ...(webhook.formerSecretUntil && webhook.formerSecretUntil > now
                ? [
                    {
                      term: "Former secret",
                      value: (
                        <>
                          signs too until <TimeText at={webhook.formerSecretUntil} />
                        </>
                      ),
                    },
                  ]
                : []),
              {
                term: "Created",
                value: (
                  <>
                    <TimeText at={webhook.createdAt} /> by <bdi>{webhook.createdBy}</bdi>
                  </>
                ),
              },
            ]}
          />
        </Panel>
      </Section>
      <Section
        id="deliveries"
        title="Delivery log"
        meta={`${rows.length} of ${plural(total, "message")}, newest first`}
      >
        <Panel className="overflow-x-auto">
          {rows.length > 0 ? (
            <DeliveriesTable project={project.name} rows={rows} mayRedeliver={mayManage && isEnabled} now={now} />
          ) : (
            <EmptyState title="Nothing was sent yet">
              {isEnabled ? "Send a test to see whether it arrives." : "Enable it, then send a test."}
            </EmptyState>
          )}
        </Panel>
        {(next || after) && (
          <div className="mt-2.5 flex gap-3">
            {after && (
              <LinkButton size="s" href={href}>
                First page
              </LinkButton>
            )}
            {next && (
              <LinkButton size="s" href={`${href}?after=${encodeURIComponent(next)}`}>
                Next page
              </LinkButton>
            )}
          </div>
        )}
      </Section>
    </>
  );
}
