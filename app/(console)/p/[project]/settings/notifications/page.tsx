import type { Metadata } from "next";
import { PageHeader } from "@/components/layout/page-header";
import { ResponseTimesForm } from "@/components/notifications/response-times-form";
import { SettingsForm } from "@/components/notifications/settings-form";
import { SettingsTabs } from "@/components/settings/settings-tabs";
import { Callout } from "@/components/ui/callout";
import { DescriptionList } from "@/components/ui/description-list";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { riskTiers } from "@/db/enums";
import { denial } from "@/lib/auth/authorize";
import { requirePage } from "@/lib/auth/page";
import { can } from "@/lib/auth/permissions";
import { getMySettings } from "@/lib/notifications/settings-query";
import { getResponseHours } from "@/lib/promotions/response-times";

export const metadata: Metadata = { title: "Notifications" };

/** How the signed-in person is told, and how long promotions may wait for their first decision. */
export default async function NotificationSettingsPage({ params }: { params: Promise<{ project: string }> }) {
  const { ctx, project } = await requirePage(params, "notification.manage");
  const { actor } = ctx;
  const [settings, hours] = await Promise.all([getMySettings(ctx), getResponseHours(ctx.db, ctx.projectId)]);
  const zones = [...new Set(["UTC", settings.timeZone, ...Intl.supportedValuesOf("timeZone")])];
  return (
    <>
      <PageHeader
        title="Settings"
        summary="How you are told of what concerns you in this project. You are never told of what you did yourself."
      />
      <SettingsTabs project={project.name} actor={actor} current="notifications" />
      <Section id="you" title="How you are told" className="mt-5!">
        {!settings.isMailOn && (
          <div className="mb-3">
            <Callout tone="unknown">
              This installation sends no mail: its operator has not set <code>SMTP_URL</code> and <code>MAIL_FROM</code>
              . What you choose here counts from when it does; the inbox works without.
            </Callout>
          </div>
        )}
        {settings.isMailOn && settings.isPersona && (
          <div className="mb-3">
            <Callout tone="unknown">The people of the demo get no mail: their addresses are invented.</Callout>
          </div>
        )}
        <SettingsForm key={settings.lockVersion} project={project.name} settings={settings} timeZones={zones} />
      </Section>
      <Section
        id="response-times"
        title="Response times"
        meta="Hours that a promotion may wait for its first decision, for everyone in the project"
      >
        <Panel padded>
          <p className="mb-3.5 max-w-prose text-ink-2">
            Those who may decide are reminded before the time is over and when it is. What stays overdue is escalated to
            risk officers and administrators.
          </p>
          {can(actor, "response_times.set") ? (
            <ResponseTimesForm project={project.name} hours={hours} />
          ) : (
            <>
              <DescriptionList
                items={riskTiers.map((tier) => ({ term: `${tier} risk`, value: `${hours[tier]} hours` }))}
              />
              <p className="mt-3 text-s text-ink-3">{denial("response_times.set")}</p>
            </>
          )}
        </Panel>
      </Section>
    </>
  );
}
