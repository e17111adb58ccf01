import type { Access } from "@/lib/auth/surface";
import { isMarked, isTest, type Source, withoutComments } from "./source";

export type Surface = Record<"pages" | "routes" | "actions", Record<string, Access>>;

const folderOf = (path: string) => path.replace(/^app\/?/, "").replace(/\/?(page|route)\.tsx?$/, "");
const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

function exported(text: string): string[] {
  const clean = withoutComments(text);
  const direct = [...clean.matchAll(/(?:^|\n)export (?:async )?(?:function|const) (\w+)/g)].map(
    ([, name = ""]) => name,
  );
  const listed = [...clean.matchAll(/(?:^|\n)export \{([^}]*)\}/g)].flatMap(([, list = ""]) =>
    list
      .split(",")
      .map(
        (part) =>
          part
            .trim()
            .split(/\s+as\s+/)
            .at(-1) ?? "",
      )
      .filter((name) => name && !name.startsWith("type ")),
  );
  return [...direct, ...listed];
}

/** Pages, routes and actions that exist, by the keys of lib/auth/surface.ts. */
export function findSurface(sources: Source[]): Record<keyof Surface, Map<string, Source>> {
  const pages = new Map<string, Source>();
  const routes = new Map<string, Source>();
  const actions = new Map<string, Source>();
  for (const source of sources.filter((s) => !isTest(s.path))) {
    if (/^app\/(.*\/)?page\.tsx?$/.test(source.path)) pages.set(folderOf(source.path), source);
    if (/^app\/(.*\/)?route\.tsx?$/.test(source.path)) {
      for (const name of exported(source.text).filter((n) => methods.includes(n)))
        routes.set(`${name} ${folderOf(source.path)}`, source);
    }
    if (isMarked(source, "use server")) for (const name of exported(source.text)) actions.set(name, source);
  }
  return { pages, routes, actions };
}

/** Every page, route and action has a row, and every row has its page, route or action: no row means no access. */
export function surfaceIsComplete(sources: Source[], surface: Surface): string[] {
  const found = findSurface(sources);
  return (["pages", "routes", "actions"] as const).flatMap((kind) => {
    const rows = surface[kind];
    const missing = [...found[kind]]
      .filter(([key]) => !(key in rows))
      .map(([key, { path }]) => `${path}: "${key}" has no row in ${kind} of lib/auth/surface.ts.`);
    const stale = Object.keys(rows)
      .filter((key) => !found[kind].has(key))
      .map((key) => `lib/auth/surface.ts: ${kind} has a row "${key}" that leads nowhere.`);
    return [...missing, ...stale];
  });
}

/** A page asks for the permission of its row itself, first: a layout or the proxy is no guard. */
export function pagesAskForTheirPermission(sources: Source[], surface: Surface): string[] {
  return [...findSurface(sources).pages].flatMap(([key, source]) => {
    const access = surface.pages[key];
    if (!access || access === "public" || access === "signed_in") return [];
    const asked = [...withoutComments(source.text).matchAll(/requirePage\(\s*[\w.]+,\s*"([\w.]+)"/g)].map(
      ([, permission]) => permission,
    );
    if (asked.includes(access)) return [];
    return [
      `${source.path}: its row says ${access}, it asks for ${asked.join(", ") || "nothing"}; call requirePage(params, "${access}").`,
    ];
  });
}
