import type { Metadata } from "next";
import { DelegateButton } from "@/components/access/delegate-button";
import { DelegationsPanel } from "@/components/access/delegations-panel";
import { PageHeader } from "@/components/layout/page-header";
import { PermissionMatrix } from "@/components/settings/permission-matrix";
import { WhyForm } from "@/components/settings/why-form";
import { Callout } from "@/components/ui/callout";
import { Panel } from "@/components/ui/panel";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { explainAccess } from "@/lib/auth/explain-access";
import { requirePage } from "@/lib/auth/page";
import { type Permission, permissionNames } from "@/lib/auth/permissions";
import { listMembers, type MemberView } from "@/lib/auth/queries";
import { roleName } from "@/lib/auth/role-names";
import { separationNotes } from "@/lib/auth/separation";
import { formatList } from "@/lib/format";
import { paths } from "@/lib/paths";
import { listColleagues, listDelegations } from "@/lib/promotions/delegations-query";

export const metadata: Metadata = { title: "Access" };

type Props = {
  params: Promise<{ project: string }>;
  searchParams: Promise<{ person?: string | string[]; permission?: string | string[] }>;
};

/** Who may do what, and why: the matrix that the server itself obeys. */
export default async function AccessPage({ params, searchParams }: Props) {
  const { ctx, project } = await requirePage(params, "member.view");
  const [{ person, permission }, members, delegations, colleagues] = await Promise.all([
    searchParams,
    listMembers(ctx),
    listDelegations(ctx),
    listColleagues(ctx),
  ]);
  const subject = members.find((member) => member.userId === person);
  const asked = permissionNames.find((name) => name === permission);
  return (
    <>
      <PageHeader
        title="Access"
        summary={
          <>
            You hold {formatList(ctx.actor.roles.map(roleName))} in {project.title}. Roles are given under{" "}
            <TextLink href={paths.members(project.name)}>Members</TextLink>; nobody, administrators included, can
            approve without the role for it.
          </>
        }
      />
      <Section id="why" title="Why can this person do this?">
        <Panel padded>
          <WhyForm people={members} person={subject?.userId} permission={asked} answer={answerFor(subject, asked)} />
        </Panel>
      </Section>
      <Section
        id="separation"
        title="Separation of duties"
        meta="judged from the roles people hold today"
        actions={<TextLink href={paths.duties(project.name)}>Duties, people and access reviews</TextLink>}
      >
        <Separation members={members} />
      </Section>
      <Section
        id="delegations"
        title="Delegations"
        meta="for a time, in one role that both hold, never handed on"
        actions={<DelegateButton project={project.name} actor={ctx.actor} colleagues={colleagues} now={ctx.now()} />}
      >
        <Panel>
          <DelegationsPanel project={project.name} delegations={delegations} actor={ctx.actor} now={ctx.now()} />
        </Panel>
      </Section>
      <Section
        id="matrix"
        title="Permission matrix"
        meta={`${permissionNames.length} permissions; the server, the buttons and this page read the same table`}
      >
        <Panel tabIndex={0} role="region" aria-label="Permission matrix, scrolls sideways">
          <PermissionMatrix own={ctx.actor.roles} />
        </Panel>
      </Section>
    </>
  );
}

function answerFor(member: MemberView | undefined, permission: Permission | undefined) {
  if (!member || !permission) return null;
  return explainAccess(
    { name: member.name, roles: member.roles, isInstanceAdmin: member.isInstanceAdmin, disabled: member.isDisabled },
    permission,
  );
}

function Separation({ members }: { members: readonly MemberView[] }) {
  const found = members
    .map((member) => ({ member, notes: separationNotes(member.roles) }))
    .filter(({ notes }) => notes.length > 0);
  return (
    <Callout tone={found.length > 0 ? "warn" : "pass"}>
      {found.length === 0 ? (
        <p>
          Nobody holds both sides of a decision: those who request, those who approve, those who carry out and those who
          give roles are different people.
        </p>
      ) : (
        <ul className="flex flex-col gap-1">
          {found.map(({ member, notes }) => (
            <li key={member.userId}>
              <bdi className="font-medium">{member.name}</bdi> {notes.join("; ")}.
            </li>
          ))}
        </ul>
      )}
      <p className="mt-1.5 text-s text-ink-2">
        Beyond roles, every promotion has a conflict set: who requested it, ran the training, registered the version or
        edited its card since the last approval cannot approve it, checked in the command and again in the database.
      </p>
    </Callout>
  );
}
