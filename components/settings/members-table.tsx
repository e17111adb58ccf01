import { Avatar } from "@/components/ui/avatar";
import { Chip } from "@/components/ui/chip";
import { Table, Td, Th } from "@/components/ui/table";
import { AgeText, TimeText } from "@/components/ui/time-text";
import { removeMemberAction } from "@/lib/auth/actions";
import type { MemberView } from "@/lib/auth/queries";
import { roleName } from "@/lib/auth/role-names";
import { separationNotes } from "@/lib/auth/separation";
import { plural } from "@/lib/format";
import { ChangeRolesDialog } from "./change-roles-dialog";
import { ConfirmDialog } from "./confirm-dialog";
import { PasswordLinkButton } from "./password-link-button";

type MembersTableProps = {
  project: string;
  members: readonly MemberView[];
  ownUserId: string;
  canManage: boolean;
  now: Date;
};

/** The members of a project with their roles; administrators change them here. */
export function MembersTable({ project, members, ownUserId, canManage, now }: MembersTableProps) {
  return (
    <Table caption="Members and their roles" density="roomy">
      <thead>
        <tr>
          <Th>Person</Th>
          <Th>Roles</Th>
          <Th>Group</Th>
          <Th>Last seen</Th>
          <Th>Since</Th>
          {canManage && (
            <Th>
              <span className="sr-only">Actions</span>
            </Th>
          )}
        </tr>
      </thead>
      <tbody>
        {members.map((member) => (
          <tr key={member.userId}>
            <Td>
              <div className="flex items-center gap-2.5">
                <Avatar name={member.name} own={member.userId === ownUserId} />
                <div className="min-w-0">
                  <p className="max-w-64 truncate font-medium">
                    <bdi>{member.name}</bdi>
                    {member.userId === ownUserId && <span className="font-normal text-ink-3"> you</span>}
                  </p>
                  <p className="max-w-64 truncate text-xs text-ink-2">{member.email}</p>
                </div>
              </div>
            </Td>
            <Td wrap className="align-middle!">
              <div className="flex min-w-40 flex-wrap gap-1">
                {member.roles.map((role) => (
                  <Chip key={role} glyph={null}>
                    {roleName(role)}
                  </Chip>
                ))}
                {separationNotes(member.roles).length > 0 && (
                  <Chip tone="warn" title={`This person ${separationNotes(member.roles).join("; ")}`}>
                    duties not separate
                  </Chip>
                )}
              </div>
            </Td>
            <Td>
              <span className="block max-w-48 truncate">
                <bdi>{member.groupName || "—"}</bdi>
              </span>
            </Td>
            <Td>{lastSeen(member, now)}</Td>
            <Td>
              <TimeText at={member.since} />
            </Td>
            {canManage && (
              <Td align="end">
                <div className="flex justify-end gap-1.5">
                  {member.isPending && (
                    <PasswordLinkButton project={project} userId={member.userId} name={member.name} />
                  )}
                  <ChangeRolesDialog
                    project={project}
                    member={{
                      userId: member.userId,
                      name: member.name,
                      roles: member.roles,
                      groupName: member.groupName,
                    }}
                  />
                  <ConfirmDialog
                    action={removeMemberAction}
                    project={project}
                    input={{ userId: member.userId }}
                    label="Remove"
                    name={`Remove ${member.name}`}
                    title={`Remove ${member.name} from the project?`}
                    consequence={consequence(member)}
                    confirm="Remove from the project"
                    done={`Removed ${member.name}`}
                  />
                </div>
              </Td>
            )}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function lastSeen(member: MemberView, now: Date) {
  if (member.isDisabled) return <Chip tone="fail">account disabled</Chip>;
  if (member.isPending) return <Chip tone="unknown">no password yet</Chip>;
  if (member.lastSeenAt) {
    return (
      <>
        <AgeText at={member.lastSeenAt} now={now} /> ago
      </>
    );
  }
  return <span className="text-ink-3">never</span>;
}

function consequence({ name, activeTokens }: MemberView): string {
  const tokens =
    activeTokens > 0
      ? ` ${plural(activeTokens, "API token")} of theirs stop${activeTokens === 1 ? "s" : ""} working.`
      : "";
  return `${name} loses access with their next click, and approvals of theirs that are not carried out yet no longer count.${tokens} What they did stays in the record.`;
}
