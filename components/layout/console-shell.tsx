import Link from "next/link";
import type { ReactNode } from "react";
import { ActorMenu, type ActorSummary } from "./actor-menu";
import { Logo } from "./logo";
import { Navigation, NavigationKeys } from "./navigation";
import { NavigationDrawer } from "./navigation-drawer";
import type { NavigationGroup } from "./navigation-types";
import { type ProjectLink, ProjectSwitcher } from "./project-switcher";
import { type ShortcutGroup, ShortcutsHelp } from "./shortcuts-help";
import type { Theme } from "./theme";

export type ConsoleShellProps = {
  brand: string;
  home: string;
  project: string;
  projects: readonly ProjectLink[];
  navigation: readonly NavigationGroup[];
  actor: ActorSummary;
  theme: Theme;
  /** Lines of the account menu, the sign-out among them. */
  actorMenu: ReactNode;
  /** The moment the page speaks of, as a chip. */
  asOf?: ReactNode;
  /** The search box that opens the command palette. */
  search?: ReactNode;
  /** A strip above everything, as while a dangerous state lasts. */
  banner?: ReactNode;
  shortcuts: readonly ShortcutGroup[];
  children: ReactNode;
};

/** Bar, navigation and main of every signed-in page. */
export function ConsoleShell(props: ConsoleShellProps) {
  const {
    brand,
    home,
    project,
    projects,
    navigation,
    actor,
    theme,
    actorMenu,
    asOf,
    search,
    banner,
    shortcuts,
    children,
  } = props;
  return (
    <>
      <a
        href="#main"
        className="sr-only z-50 rounded-m border border-accent bg-panel px-3 py-2 focus:not-sr-only focus:fixed focus:start-2 focus:top-2"
      >
        Skip to content
      </a>
      <NavigationKeys groups={navigation} />
      <div
        className="flex min-h-dvh flex-col lg:grid lg:grid-cols-[208px_minmax(0,1fr)] lg:grid-rows-[44px_minmax(0,1fr)]"
        data-print="block"
      >
        <header
          data-print="hide"
          className="sticky top-0 z-30 col-span-full flex h-11 items-center gap-2 border-b border-line bg-panel px-4 lg:gap-3"
        >
          <NavigationDrawer groups={navigation} header={<Brand brand={brand} home={home} />} />
          <div className="hidden w-42 flex-none lg:block">
            <Brand brand={brand} home={home} />
          </div>
          <ProjectSwitcher current={project} projects={projects} />
          {asOf && <div className="hidden md:block">{asOf}</div>}
          <div className="ms-auto flex flex-none items-center gap-2">
            {search}
            <ActorMenu actor={actor} theme={theme}>
              {actorMenu}
            </ActorMenu>
          </div>
        </header>
        <div
          data-print="hide"
          className="sticky top-11 hidden h-[calc(100dvh-44px)] flex-col overflow-y-auto border-e border-line px-2 py-3 lg:flex"
        >
          <Navigation groups={navigation} label="Console" />
          <div className="mt-auto px-2.5 pt-4">
            <ShortcutsHelp groups={shortcuts} />
          </div>
        </div>
        <div className="flex min-w-0 flex-1 flex-col">
          {banner}
          <main
            id="main"
            tabIndex={-1}
            className="w-full max-w-[1680px] min-w-0 flex-1 px-4 pt-4 pb-12 outline-none has-[>[data-full]]:max-w-none has-[>[data-full]]:p-0 lg:px-6 lg:pt-5 lg:has-[>[data-full]]:p-0"
          >
            {children}
          </main>
        </div>
      </div>
    </>
  );
}

function Brand({ brand, home }: { brand: string; home: string }) {
  return (
    <Link href={home} className="flex items-center gap-2 font-semibold">
      <Logo />
      {brand}
    </Link>
  );
}
