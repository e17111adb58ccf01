import type { Metadata } from "next";
import { PageHeader } from "@/components/layout/page-header";
import { AddMemberDialog } from "@/components/settings/add-member-dialog";
import { MembersTable } from "@/components/settings/members-table";
import { SettingsTabs } from "@/components/settings/settings-tabs";
import { Callout } from "@/components/ui/callout";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { requirePage } from "@/lib/auth/page";
import { can } from "@/lib/auth/permissions";
import { listMembers } from "@/lib/auth/queries";
import { formatList, plural } from "@/lib/format";
import { paths } from "@/lib/paths";

export const metadata: Metadata = { title: "Members" };

/** Who is in the project, in which roles. */
export default async function MembersPage({ params }: { params: Promise<{ project: string }> }) {
  const { ctx, project } = await requirePage(params, "member.view");
  const members = await listMembers(ctx);
  const canManage = can(ctx.actor, "member.manage");
  const admins = members.filter((member) => member.roles.includes("admin"));
  return (
    <>
      <PageHeader
        title="Settings"
        summary={
          <>
            Roles say what a person may do; <TextLink href={paths.access(project.name)}>the permission matrix</TextLink>{" "}
            says which role may what.
          </>
        }
        actions={canManage && <AddMemberDialog project={project.name} />}
      />
      <SettingsTabs project={project.name} actor={ctx.actor} current="members" />
      <Section title="Members" meta={plural(members.length, "person", "people")} className="mt-5!">
        {!canManage && (
          <Callout className="mb-3">
            {admins.length > 0
              ? `Roles are given by the administrators of the project: ${formatList(admins.map(({ name }) => name))}.`
              : "Nobody in this project is administrator. The operator of the installation can make somebody one (npm run admin)."}
          </Callout>
        )}
        <Panel>
          <MembersTable
            project={project.name}
            members={members}
            ownUserId={ctx.actor.userId}
            canManage={canManage}
            now={ctx.now()}
          />
        </Panel>
      </Section>
    </>
  );
}
