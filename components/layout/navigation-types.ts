export type NavigationLink = {
  href: string;
  label: string;
  /** How many wait there; zero is not shown. */
  count?: number;
  /** Read out with the count, as "waiting for you". */
  countLabel?: string;
  /** Two keys, as "g e". */
  shortcut?: string;
};

export type NavigationGroup = { label?: string; links: readonly NavigationLink[] };

/** The link a path belongs to: the longest href that is the path or a parent of it. */
export function currentLink(path: string, groups: readonly NavigationGroup[]): string | null {
  const hrefs = groups.flatMap((group) => group.links.map((link) => link.href));
  const parents = hrefs.filter((href) => path === href || path.startsWith(`${href}/`));
  return parents.sort((a, b) => b.length - a.length)[0] ?? null;
}
