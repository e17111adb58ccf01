import type { ReactNode } from "react";

export type NavigationLink = {
  href: string;
  label: string;
  /** Further places that belong to the link, as the pages of its single objects. */
  also?: readonly string[];
  /** How many wait there; zero is not shown. */
  count?: number;
  /** Drawn in place of the count, as one that keeps itself up to date. */
  badge?: ReactNode;
  /** Read out with the count, as "waiting for you". */
  countLabel?: string;
  /** Two keys, as "g e". */
  shortcut?: string;
};

export type NavigationGroup = { label?: string; links: readonly NavigationLink[] };

/** The link a path belongs to: the longest href that is the path or a parent of it. */
export function currentLink(path: string, groups: readonly NavigationGroup[]): string | null {
  const places = groups.flatMap((group) =>
    group.links.flatMap(({ href, also = [] }) => [href, ...also].map((place) => ({ href, place }))),
  );
  const parents = places.filter(({ place }) => path === place || path.startsWith(`${place}/`));
  return parents.sort((a, b) => b.place.length - a.place.length)[0]?.href ?? null;
}
