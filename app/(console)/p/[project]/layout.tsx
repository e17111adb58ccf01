import type { Metadata } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { AccountLinks } from "@/components/auth/account-links";
import { SignedInPersonProvider } from "@/components/auth/signed-in-person";
import { ProjectPalette } from "@/components/command-palette/project-palette";
import { InboxBadge } from "@/components/inbox/inbox-badge";
import { ConsoleShell } from "@/components/layout/console-shell";
import { themeCookie, themeFrom } from "@/components/layout/theme";
import { requirePage } from "@/lib/auth/page";
import { countInboxWork } from "@/lib/inbox/inbox-query";
import { paths } from "@/lib/paths";
import { listMyProjects } from "@/lib/projects/queries";
import { navigationFor, shortcutGroups } from "./navigation";
import { countWaiting } from "./waiting";

type Props = { children: ReactNode; params: Promise<{ project: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { project } = await params;
  return {
    title: {
      default: decodeURIComponent(project),
      template: `%s · ${decodeURIComponent(project)} · Countersign`,
    },
  };
}

/** Shell of every project page: bar, navigation with what waits, account menu, command palette. */
export default async function ProjectLayout({ children, params }: Props) {
  const { ctx, project } = await requirePage(params, "project.view");
  const [projects, waiting, inbox, jar] = await Promise.all([
    listMyProjects(ctx),
    countWaiting(ctx),
    countInboxWork(ctx),
    cookies(),
  ]);
  const { actor } = ctx;
  return (
    <ConsoleShell
      brand="Countersign"
      home={paths.home(project.name)}
      project={project.title}
      projects={projects.map((mine) => ({
        name: mine.title,
        href: paths.home(mine.name),
      }))}
      navigation={navigationFor(
        project.name,
        actor,
        waiting,
        <InboxBadge url={paths.inboxCounts(project.name)} person={actor.userId} initial={inbox} />,
      )}
      actor={{
        name: actor.name,
        description: actor.roles.map((role) => role.replaceAll("_", " ")).join(", "),
        email: actor.email,
      }}
      theme={themeFrom(jar.get(themeCookie)?.value)}
      actorMenu={<AccountLinks project={project.name} />}
      search={<ProjectPalette project={project.name} />}
      shortcuts={shortcutGroups}
    >
      <SignedInPersonProvider
        person={{ userId: actor.userId, name: actor.name, method: actor.authMethod, project: project.name }}
      >
        {children}
      </SignedInPersonProvider>
    </ConsoleShell>
  );
}
