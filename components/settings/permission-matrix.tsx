import clsx from "clsx";
import { Glyph } from "@/components/ui/glyph";
import { GroupRow, Table, Td, Th } from "@/components/ui/table";
import { type Role, roles, tokenScopes } from "@/db/enums";
import { type Permission, permissionNames, permissionRow } from "@/lib/auth/permissions";
import { roleName } from "@/lib/auth/role-names";

const areas: readonly [string, string][] = [
  ["project", "Project"],
  ["run", "Runs"],
  ["view", "Views of the run table"],
  ["artifact", "Artifacts"],
  ["check", "CI checks"],
  ["model", "Models"],
  ["logged_model", "Logged models"],
  ["version", "Model versions"],
  ["card", "Model cards"],
  ["risk", "Risk assessments and controls"],
  ["finding", "Findings"],
  ["consumer", "Consumers"],
  ["promotion", "Promotions"],
  ["response_times", "Response times"],
  ["target", "Deployment targets"],
  ["rollout", "Rollouts"],
  ["policy", "Policies"],
  ["audit", "Audit"],
  ["delegation", "Delegation"],
  ["access", "Access review"],
  ["member", "Members"],
  ["token", "API tokens"],
  ["webhook", "Webhooks"],
  ["inbox", "Inbox"],
  ["notification", "Notifications"],
  ["user", "Accounts"],
  ["session", "Sessions"],
];

const areaOf = (permission: Permission) => permission.split(".")[0] ?? "";
const known = new Set(areas.map(([area]) => area));
const groups = [
  ...areas,
  ...[...new Set(permissionNames.map(areaOf))]
    .filter((area) => !known.has(area))
    .map((area): [string, string] => [area, area]),
]
  .map(([area, title]) => ({ title, rows: permissionNames.filter((permission) => areaOf(permission) === area) }))
  .filter(({ rows }) => rows.length > 0);

/** The permission matrix as the server reads it: who may do what, one's own roles marked. */
export function PermissionMatrix({ own }: { own: readonly Role[] }) {
  return (
    <Table caption="What each role and each token scope may do" density="dense">
      <thead>
        <tr>
          <Th>Permission</Th>
          {roles.map((role) => (
            <Th key={role} align="center" className={clsx(own.includes(role) && "bg-accent-soft! text-accent-ink!")}>
              {roleName(role)}
              {own.includes(role) && <span className="block text-xs font-normal">yours</span>}
            </Th>
          ))}
          {tokenScopes.map((scope) => (
            <Th key={scope} align="center">
              <code>{scope}</code>
              <span className="block text-xs font-normal text-ink-3">token</span>
            </Th>
          ))}
        </tr>
      </thead>
      {groups.map(({ title, rows }) => (
        <tbody key={title}>
          <GroupRow span={1 + roles.length + tokenScopes.length}>{title}</GroupRow>
          {rows.map((permission) => (
            <MatrixRow key={permission} permission={permission} own={own} />
          ))}
        </tbody>
      ))}
    </Table>
  );
}

function MatrixRow({ permission, own }: { permission: Permission; own: readonly Role[] }) {
  const { description, roles: allowed, scopes = [], oneself, instanceAdmin, system } = permissionRow(permission);
  const note = oneself
    ? "everyone signed in"
    : instanceAdmin
      ? "and the installation's administrators"
      : allowed.length === 0 && scopes.length === 0 && system
        ? "only Countersign itself"
        : null;
  return (
    <tr>
      <Th
        scope="row"
        className="bg-panel font-normal! max-lg:sticky max-lg:start-0 max-lg:max-w-40 max-lg:min-w-40 max-lg:py-1! max-lg:whitespace-normal!"
      >
        {description}
        {note && <span className="text-xs text-ink-3 max-lg:block lg:ms-1.5">{note}</span>}
      </Th>
      {roles.map((role) => (
        <Td key={role} align="center" className={clsx(own.includes(role) && "bg-accent-soft!")}>
          <Mark on={oneself === true || allowed.includes(role)} />
        </Td>
      ))}
      {tokenScopes.map((scope) => (
        <Td key={scope} align="center">
          <Mark on={scopes.includes(scope)} />
        </Td>
      ))}
    </tr>
  );
}

function Mark({ on }: { on: boolean }) {
  if (!on) return <span className="sr-only">no</span>;
  return (
    <>
      <Glyph name="done" className="inline-block text-ink" />
      <span className="sr-only">yes</span>
    </>
  );
}
