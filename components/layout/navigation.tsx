"use client";

import clsx from "clsx";
import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import { currentLink, type NavigationGroup, type NavigationLink } from "./navigation-types";
import { useShortcuts } from "./use-shortcuts";

/** The grouped links of the console; marks the current one and binds their "g then letter" keys. */
export function Navigation({ groups, label }: { groups: readonly NavigationGroup[]; label: string }) {
  const current = currentLink(usePathname(), groups);
  return (
    <nav aria-label={label} className="flex flex-col gap-0.5">
      {groups.map((group) => (
        <div key={group.label ?? ""}>
          {group.label && <p className="px-2.5 pt-3.5 pb-1 text-xs text-ink-3">{group.label}</p>}
          <ul aria-label={group.label} className="flex flex-col gap-0.5">
            {group.links.map((link) => (
              <li key={link.href}>
                <NavigationEntry link={link} isCurrent={link.href === current} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function NavigationEntry({ link, isCurrent }: { link: NavigationLink; isCurrent: boolean }) {
  return (
    <Link
      href={link.href}
      aria-current={isCurrent ? "page" : undefined}
      className={clsx(
        "flex h-7.5 items-center justify-between rounded-m px-2.5 max-lg:h-10",
        isCurrent ? "bg-sunken font-medium text-ink" : "text-ink-2 hover:bg-sunken",
      )}
    >
      {link.label}
      {link.badge}
      {!link.badge && link.count ? (
        <span className="text-xs font-normal text-ink-3 tabular-nums">
          {link.count}
          {link.countLabel && <span className="sr-only"> {link.countLabel}</span>}
        </span>
      ) : null}
    </Link>
  );
}

/** Binds the keys of the navigation; mounted once, as the links may be drawn twice (bar and drawer). */
export function NavigationKeys({ groups }: { groups: readonly NavigationGroup[] }) {
  const router = useRouter();
  const links = groups.flatMap((group) => group.links);
  useShortcuts(
    links.flatMap(({ shortcut, href }) => (shortcut ? [{ keys: shortcut, run: () => router.push(href) }] : [])),
  );
  return null;
}
