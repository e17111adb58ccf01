import { redirect } from "next/navigation";
import { requirePage } from "@/lib/auth/page";
import { can } from "@/lib/auth/permissions";
import { paths } from "@/lib/paths";

/** Settings open on the first page that the person may see. */
export default async function SettingsPage({ params }: { params: Promise<{ project: string }> }) {
  const { ctx, project } = await requirePage(params, "project.view");
  redirect(can(ctx.actor, "member.view") ? paths.members(project.name) : paths.account(project.name));
}
