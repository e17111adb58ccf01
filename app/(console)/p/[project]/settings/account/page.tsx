import type { Metadata } from "next";
import { PageHeader } from "@/components/layout/page-header";
import { ChangePasswordForm } from "@/components/settings/change-password-form";
import { EndOthersButton } from "@/components/settings/end-others-button";
import { PasskeysSection } from "@/components/settings/passkeys-section";
import { SessionsTable } from "@/components/settings/sessions-table";
import { SettingsTabs } from "@/components/settings/settings-tabs";
import { DescriptionList } from "@/components/ui/description-list";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { requirePage } from "@/lib/auth/page";
import { listPasskeys } from "@/lib/auth/passkeys";
import { listMySessions } from "@/lib/auth/queries";
import { roleName } from "@/lib/auth/role-names";
import { formatList } from "@/lib/format";

export const metadata: Metadata = { title: "Your account" };

/** One's own sessions and password. */
export default async function AccountPage({ params }: { params: Promise<{ project: string }> }) {
  const { ctx, project } = await requirePage(params, "session.manage");
  const { actor } = ctx;
  const [sessions, passkeys] = await Promise.all([listMySessions(ctx), listPasskeys(ctx)]);
  const others = sessions.filter((session) => !session.current).length;
  return (
    <>
      <PageHeader
        title="Settings"
        summary="Your own account. A session ends after 30 minutes without use, and after 12 hours in any case."
      />
      <SettingsTabs project={project.name} actor={actor} current="account" />
      <Section title="You" className="mt-5!">
        <Panel padded>
          <DescriptionList
            items={[
              { term: "Name", value: <bdi>{actor.name}</bdi> },
              { term: "E-mail", value: actor.email },
              { term: "Roles here", value: formatList(actor.roles.map(roleName)) },
              { term: "Group", value: <bdi>{actor.groupName || "—"}</bdi> },
            ]}
          />
        </Panel>
      </Section>
      <Section title="Your sessions" meta={`${sessions.length} open`}>
        <Panel>
          <SessionsTable project={project.name} sessions={sessions} now={ctx.now()} />
        </Panel>
        {others > 0 && <EndOthersButton project={project.name} count={others} />}
      </Section>
      <PasskeysSection project={project.name} passkeys={passkeys} now={ctx.now()} />
      {actor.authMethod === "password" && (
        <Section title="Password" meta="Changing it ends your other sessions">
          <ChangePasswordForm project={project.name} email={actor.email} />
        </Section>
      )}
    </>
  );
}
