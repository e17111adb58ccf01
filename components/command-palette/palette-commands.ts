import type { CommandGroup } from "@/components/layout/command-types";
import { paths } from "@/lib/paths";

/** What the palette offers before anything is searched: pages and the acts that start somewhere. */
export function paletteCommands(project: string): CommandGroup[] {
  const to = (label: string, href: string, shortcut?: string, keywords: string[] = []) => ({
    id: `go ${href}`,
    label,
    href,
    keywords,
    ...(shortcut ? { shortcut } : {}),
  });
  return [
    {
      heading: "Do",
      commands: [
        to("Compare runs", paths.compare(project), undefined, ["diff", "versus", "slices"]),
        to("Request a promotion", paths.requestPromotion(project), undefined, ["deploy", "release", "approve"]),
        to("Register a version from a run", paths.experiments(project), undefined, ["model"]),
        to("Create an API token", paths.tokens(project), undefined, ["key", "secret", "ingest"]),
        to("Verify the audit log", paths.audit(project), undefined, ["checkpoint", "merkle"]),
      ],
    },
    {
      heading: "Go to",
      commands: [
        to("Today", paths.home(project), "g t", ["home", "inbox"]),
        to("Experiments", paths.experiments(project), "g e", ["runs"]),
        to("Saved comparisons", paths.comparisons(project), undefined, ["compare", "views"]),
        to("Models", paths.models(project), "g m", ["versions", "registry"]),
        to("Promotions", paths.promotions(project), "g r", ["approvals", "gates"]),
        to("Deployments", paths.deployments(project), "g d", ["rollouts", "targets", "live"]),
        to("Policies", paths.policies(project), "g p", ["gates", "rules"]),
        to("Access", paths.access(project), "g x", ["permissions", "roles"]),
        to("Audit", paths.audit(project), "g a", ["log", "events"]),
        to("Settings", paths.settings(project), "g s"),
        to("Members", paths.members(project), undefined, ["people", "roles"]),
        to("API tokens", paths.tokens(project)),
      ],
    },
  ];
}
