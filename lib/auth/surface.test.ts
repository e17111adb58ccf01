import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { pageAccess } from "./page-access";
import { permissionNames } from "./permissions";
import { type Access, actions, pages, routes } from "./surface";

const root = join(import.meta.dirname, "../..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const find = (folder: string, ending: RegExp) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((file) => `${folder}/${file}`)
    .filter((file) => ending.test(file))
    .sort();
const known = new Set<Access>(["public", "signed_in", ...permissionNames]);
const below = (file: string) =>
  dirname(file)
    .replace(/^app\/?/, "")
    .replace(/^\.$/, "");

const pageFiles = find("app", /\/page\.tsx$/);
const routeFiles = find("app", /\/route\.ts$/);
const actionFiles = ["app", "components", "lib"]
  .flatMap((folder) => find(folder, /\.tsx?$/))
  .filter((file) => /^["']use server["']/m.test(read(file)));

const exported = (source: string): string[] => [
  ...[...source.matchAll(/^export (?:async function|const|function) (\w+)/gm)].map((match) => match[1] ?? ""),
  ...[...source.matchAll(/^export \{([^}]+)\}/gm)].flatMap((match) =>
    (match[1] ?? "").split(",").map((part) => part.trim().split(/ as /).at(-1) ?? ""),
  ),
];
const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

describe("every way in has a row, and every row a way in", () => {
  it("pages", () => {
    expect(Object.keys(pages).sort()).toEqual(pageFiles.map(below).sort());
  });

  it("route handlers", () => {
    const found = routeFiles.flatMap((file) =>
      exported(read(file))
        .filter((name) => methods.has(name))
        .map((name) => `${name} ${below(file)}`),
    );
    expect(Object.keys(routes).sort()).toEqual(found.sort());
  });

  it("server actions, exported as values from files that say so", () => {
    const found = actionFiles.flatMap((file) => exported(read(file)));
    expect(Object.keys(actions).sort()).toEqual(found.sort());
  });

  it("names only permissions that exist", () => {
    for (const [name, access] of [...Object.entries(pages), ...Object.entries(routes), ...Object.entries(actions)])
      expect([name, known.has(access)]).toEqual([name, true]);
  });
});

describe("pages ask for what their row says", () => {
  it.each(pageFiles.filter((file) => file.includes("p/[project]")))("%s", (file) => {
    expect([pages[below(file)], read(file).includes(`"${pages[below(file)]}"`)]).toEqual([expect.any(String), true]);
  });
});

describe("pageAccess", () => {
  it.each([
    ["/", "public"],
    ["/p/credit/access?why=1", "member.view"],
    ["/p/credit/settings/tokens", "token.view"],
    ["/p/credit/no-such-page", null],
  ])("%s: %s", (path, access) => {
    expect(pageAccess(path)).toBe(access);
  });
});
