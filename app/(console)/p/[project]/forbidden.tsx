import { headers } from "next/headers";
import { LinkButton } from "@/components/ui/link-button";
import { NoPermission } from "@/components/ui/no-permission";
import { getDb } from "@/db/client";
import { pageAccess } from "@/lib/auth/page-access";
import { type Permission, permissionRow } from "@/lib/auth/permissions";
import { roleName } from "@/lib/auth/role-names";
import { findUserContext } from "@/lib/auth/session";
import { paths } from "@/lib/paths";

/** Says which permission the address needs, who has it, and what the person holds. */
export default async function Forbidden() {
  const path = (await headers()).get("x-path") ?? "";
  const project = /^\/p\/([^/?]+)/.exec(path)?.[1] ?? "";
  const found = await findUserContext(decodeURIComponent(project), getDb());
  const access = pageAccess(path);
  const permission: Permission = access && access !== "public" && access !== "signed_in" ? access : "project.view";
  const { description, roles } = permissionRow(permission);
  const phrase = `${description.charAt(0).toLowerCase()}${description.slice(1)}`;
  return (
    <NoPermission
      action={phrase}
      holders={roles.map(roleName)}
      own={found.kind === "ok" ? found.ctx.actor.roles.map(roleName) : []}
      actions={
        found.kind === "ok" && <LinkButton href={paths.access(found.project.name)}>See who may do what</LinkButton>
      }
    />
  );
}
