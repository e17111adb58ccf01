import type { RouteParams } from "@/lib/http";
import type { WireRoute } from "./wire/handler";

/** Everything that MLflow's clients call: their API in all its versions, and the addresses beside it. */
const wireAddress =
  /^(?:\/p\/(?<project>[^/]+))?\/(?:(?<base>(?:ajax-)?api\/\d\.0)(?<path>\/.*|$)|(?<root>(?:version|health|v1\/traces|graphql|get-artifact|model-versions\/get-artifact)$))/;

/** Where a request goes: a row of the table with its parameters, or none. Null when the address is not of the wire. */
export type Match = { route: WireRoute | null; params: RouteParams };

type Pattern = { expression: RegExp; route: WireRoute };
const keyOf = (method: string, base: string, path: string) => `${method} ${base} ${path}`;

function compile(route: WireRoute): Pattern {
  const source = route.path
    .replace(/[.]/g, "\\$&")
    .replace(/\{(\w+)(\*?)\}/g, (_, name: string, rest: string) => (rest ? `(?<${name}>.*)` : `(?<${name}>[^/]+)`));
  return { expression: new RegExp(`^${source}$`, "s"), route };
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** Prepares the table: plain addresses by one look-up, those with parameters by their expressions. */
export function createMatcher(routes: readonly WireRoute[]) {
  const plain = new Map<string, WireRoute>();
  const patterns = new Map<string, Pattern[]>();
  for (const route of routes) {
    const base = route.base ?? "api/2.0";
    if (!route.path.includes("{")) plain.set(keyOf(route.method, base, route.path), route);
    else {
      const key = keyOf(route.method, base, "");
      patterns.set(key, [...(patterns.get(key) ?? []), compile(route)]);
    }
  }
  return (method: string, pathname: string): Match | null => {
    const groups = wireAddress.exec(pathname)?.groups;
    if (!groups) return null;
    const { project, base: given, path: rest, root } = groups;
    const base = given?.replace("ajax-", "") ?? "root";
    const path = root ? `/${root}` : (rest ?? "");
    const params: RouteParams = project ? { project: decoded(project) } : {};
    const found = plain.get(keyOf(method, base, path));
    if (found) return { route: found, params };
    for (const { expression, route } of patterns.get(keyOf(method, base, "")) ?? []) {
      const match = expression.exec(path);
      if (!match) continue;
      const named = Object.entries(match.groups ?? {}).map(([name, value]) => [name, decoded(value)]);
      return { route, params: { ...Object.fromEntries(named), ...params } };
    }
    return { route: null, params };
  };
}
