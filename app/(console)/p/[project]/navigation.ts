import type { ReactNode } from "react";
import type { NavigationGroup } from "@/components/layout/navigation-types";
import type { ShortcutGroup } from "@/components/layout/shortcuts-help";
import { can } from "@/lib/auth/permissions";
import type { Actor } from "@/lib/context";
import { paths } from "@/lib/paths";

export type WaitingCounts = { promotions: number; rollouts: number };

/** The links of the console's navigation for this person, with what waits behind them. */
export function navigationFor(
  project: string,
  actor: Actor,
  waiting: WaitingCounts,
  inboxBadge: ReactNode,
): NavigationGroup[] {
  const govern = [
    { href: paths.policies(project), label: "Policies", shortcut: "g p" },
    { href: paths.risk(project), label: "Risk", shortcut: "g k" },
    { href: paths.access(project), label: "Access", shortcut: "g x" },
    ...(can(actor, "audit.view") ? [{ href: paths.audit(project), label: "Audit", shortcut: "g a" }] : []),
    { href: paths.settings(project), label: "Settings", shortcut: "g s" },
  ];
  return [
    {
      links: [
        { href: paths.home(project), label: "Today", shortcut: "g t" },
        { href: paths.inbox(project), label: "Inbox", shortcut: "g i", badge: inboxBadge },
      ],
    },
    {
      label: "Build and ship",
      links: [
        {
          href: paths.experiments(project),
          label: "Experiments",
          also: [paths.runs(project)],
          shortcut: "g e",
        },
        { href: paths.compare(project), label: "Compare", also: [paths.comparisons(project)], shortcut: "g c" },
        { href: paths.models(project), label: "Models", shortcut: "g m" },
        {
          href: paths.promotions(project),
          label: "Promotions",
          shortcut: "g r",
          count: waiting.promotions,
          countLabel: "waiting for you",
        },
        {
          href: paths.deployments(project),
          label: "Deployments",
          shortcut: "g d",
          count: waiting.rollouts,
          countLabel: "under way",
        },
      ],
    },
    { label: "Govern", links: govern },
  ];
}

/** What the keyboard help lists beside the navigation's own keys. */
export const shortcutGroups: ShortcutGroup[] = [
  {
    title: "Everywhere",
    shortcuts: [
      { keys: "mod+k", label: "Search or jump to" },
      { keys: "/", label: "Search or filter" },
      { keys: "?", label: "These keys" },
    ],
  },
  {
    title: "In a table",
    shortcuts: [
      { keys: "j", label: "Next row" },
      { keys: "k", label: "Previous row" },
      { keys: "x", label: "Select the row" },
      { keys: "Enter", label: "Open the row" },
      { keys: "c", label: "Compare the selected rows" },
      { keys: "Escape", label: "Clear the selection" },
    ],
  },
];
