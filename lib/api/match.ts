import type { RouteParams } from "@/lib/http";
import type { ApiRoute } from "./route";

export const apiBase = "/api/v1";

export type ApiMatch = { route: ApiRoute | null; params: RouteParams; allowed: readonly string[] };

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const expressionOf = (path: string): RegExp =>
  new RegExp(
    `^${path.replace(/[.]/g, "\\.").replace(/\{(\w+)(\*?)\}/g, (_, name, rest) => `(?<${name}>${rest ? ".+" : "[^/]+"})`)}$`,
    "s",
  );

/** Prepares the table; what it gives finds the row of an address, null when the address is not below /api/v1. */
export function createMatcher(routes: readonly ApiRoute[]) {
  const fewestParameters = routes
    .map((route) => ({ route, expression: expressionOf(route.path), braces: route.path.split("{").length }))
    .sort((a, b) => a.braces - b.braces);
  return (method: string, pathname: string): ApiMatch | null => {
    if (pathname !== apiBase && !pathname.startsWith(`${apiBase}/`)) return null;
    const path = pathname.slice(apiBase.length).replace(/\/$/, "");
    const found = fewestParameters.flatMap(({ route, expression }) => {
      const groups = expression.exec(path);
      return groups ? [{ route, groups: groups.groups ?? {} }] : [];
    });
    const wanted = method === "HEAD" ? "GET" : method;
    const hit = found.find(({ route }) => route.method === wanted);
    return {
      route: hit?.route ?? null,
      params: Object.fromEntries(Object.entries(hit?.groups ?? {}).map(([key, value]) => [key, decoded(value)])),
      allowed: [...new Set(found.map(({ route }) => route.method))],
    };
  };
}
