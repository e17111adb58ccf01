import "server-only";
import { headers } from "next/headers";
import { forbidden, notFound, redirect } from "next/navigation";
import { cache } from "react";
import { getDb } from "@/db/client";
import type { UserContext } from "@/lib/context";
import { paths } from "@/lib/paths";
import { can, type Permission } from "./permissions";
import { findUserContext } from "./session";

export type ProjectView = { id: number; name: string; title: string };
export type PageAccess = { ctx: UserContext; project: ProjectView };

const find = cache(async (project: string) => findUserContext(project, getDb()));

/**
 * First line of every project page: sends the signed-out to sign-in, answers 404 for a project the person is not in,
 * and throws to the nearest no-permission boundary otherwise.
 */
export async function requirePage(params: Promise<{ project: string }>, permission: Permission): Promise<PageAccess> {
  const { project } = await params;
  const found = await find(decodeURIComponent(project));
  if (found.kind === "signed_out") redirect(paths.signIn((await headers()).get("x-path") ?? paths.home(project)));
  if (found.kind === "no_project") notFound();
  if (!can(found.ctx.actor, permission)) forbidden();
  return { ctx: found.ctx, project: found.project };
}
