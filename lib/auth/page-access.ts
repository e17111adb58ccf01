import { type Access, pages } from "./surface";

const isGroup = (segment: string) => segment.startsWith("(") && segment.endsWith(")");

/** The access row of the page at a path such as `/p/credit/audit?x=1`; null when no page has this address. */
export function pageAccess(path: string): Access | null {
  const asked = (path.split(/[?#]/)[0] ?? "").split("/").filter(Boolean);
  const fits = (folder: string) => {
    const segments = folder.split("/").filter((segment) => segment && !isGroup(segment));
    return (
      segments.length === asked.length &&
      segments.every((segment, i) => segment.startsWith("[") || segment === asked[i])
    );
  };
  const matching = Object.keys(pages).filter(fits);
  const fewestParameters = matching.sort((a, b) => a.split("[").length - b.split("[").length)[0];
  return fewestParameters === undefined ? null : (pages[fewestParameters] ?? null);
}
