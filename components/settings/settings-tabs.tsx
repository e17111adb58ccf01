import { TabLinks } from "@/components/ui/tab-links";
import { can } from "@/lib/auth/permissions";
import type { Actor } from "@/lib/context";
import { paths } from "@/lib/paths";

export type SettingsTab = "members" | "tokens" | "sources" | "webhooks" | "notifications" | "account";

/** The pages of the settings that this person may open. */
export function SettingsTabs({ project, actor, current }: { project: string; actor: Actor; current: SettingsTab }) {
  const tabs = [
    { id: "members", label: "Members", href: paths.members(project), show: can(actor, "member.view") },
    { id: "tokens", label: "API tokens", href: paths.tokens(project), show: can(actor, "token.view") },
    { id: "sources", label: "Sources", href: paths.sources(project), show: can(actor, "source.view") },
    { id: "webhooks", label: "Webhooks", href: paths.webhooks(project), show: can(actor, "webhook.view") },
    {
      id: "notifications",
      label: "Notifications",
      href: paths.notificationSettings(project),
      show: can(actor, "notification.manage"),
    },
    { id: "account", label: "Your account", href: paths.account(project), show: can(actor, "session.manage") },
  ] as const;
  return (
    <TabLinks
      label="Settings"
      tabs={tabs.filter((tab) => tab.show).map(({ id, label, href }) => ({ label, href, current: id === current }))}
    />
  );
}
