import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path/posix";

/** One file of the project: its path from the root with forward slashes, and its text. */
export type Source = { path: string; text: string };
/** `from` is the path without extension for files of the project, the package name otherwise. */
export type Import = { from: string; typeOnly: boolean; names: string[] };
/** A rule reads all sources and answers one line per violation: the file, what is wrong, what to do. */
export type Rule = (sources: Source[]) => string[];

const folders = ["app", "components", "db", "e2e", "lib", "public"];
const code = /\.(tsx?|js|mjs|css)$/;

/** All code of the checkout at `root`, tests included; data and generated migrations left out. */
export function readSources(root: string): Source[] {
  const top = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isFile() && code.test(entry.name));
  const below = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && code.test(entry.name))
      .map((entry) => join(entry.parentPath.replaceAll("\\", "/").slice(root.length + 1), entry.name)),
  );
  return [...top.map((entry) => entry.name), ...below]
    .filter((path) => path !== "next-env.d.ts")
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}

export const isTest = (path: string) => /\.(test|spec)\.tsx?$/.test(path) || path.startsWith("e2e/");
/** Helpers that only tests may use. */
export const isTesting = (path: string) =>
  /(^|[/.-])testing([.-][\w-]+)*(\.tsx?)?$/.test(path) || path.startsWith("lib/architecture");
export const isCode = (path: string) => /\.(tsx?|js|mjs)$/.test(path);

/** Text without comments, so that a rule is not satisfied or broken by prose. Line numbers are kept. */
export function withoutComments(text: string): string {
  return text.replace(
    /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|\/\*[\s\S]*?\*\/|(?<=^|[\s;{}(),])\/\/[^\n]*/g,
    (all, quoted?: string) => (quoted !== undefined ? quoted : all.replace(/[^\n]/g, " ")),
  );
}

const statement = /(?:^|\n)\s*(import|export)\s+(type\s+)?((?:[\w*\s{},$]|\bas\b)+?)\s+from\s*["']([^"']+)["']/g;
const sideEffect = /(?:^|\n)\s*import\s*["']([^"']+)["']/g;
const dynamic = /\bimport\(\s*["']([^"']+)["']/g;

const resolve = (path: string, specifier: string): string => {
  const local = specifier.startsWith("@/")
    ? specifier.slice(2)
    : specifier.startsWith(".")
      ? normalize(join(dirname(path), specifier))
      : null;
  return local === null ? specifier : local.replace(/\.(tsx?|js)$/, "");
};

/** What a file imports or re-exports. An import whose every name is marked `type` counts as type-only. */
export function importsOf({ path, text }: Source): Import[] {
  const clean = withoutComments(text);
  const found: Import[] = [];
  for (const [, , type, clause = "", specifier = ""] of clean.matchAll(statement)) {
    const braces = /\{([^}]*)\}/.exec(clause)?.[1];
    const parts = (braces ?? "")
      .split(",")
      .map((part) => part.trim())
      .filter(Boolean);
    const outside = clause
      .replace(/\{[^}]*\}/, "")
      .replaceAll(",", "")
      .trim();
    const typeOnly =
      Boolean(type) || (outside === "" && parts.length > 0 && parts.every((part) => part.startsWith("type ")));
    const names = parts.filter((part) => !part.startsWith("type ")).map((part) => part.split(/\s+as\s+/)[0] ?? part);
    found.push({ from: resolve(path, specifier), typeOnly, names });
  }
  for (const pattern of [sideEffect, dynamic]) {
    for (const [, specifier = ""] of clean.matchAll(pattern))
      found.push({ from: resolve(path, specifier), typeOnly: false, names: [] });
  }
  return found;
}

export const isMarked = (source: Source, mark: "use client" | "use server") =>
  new RegExp(`^\\s*["']${mark}["']`).test(withoutComments(source.text));
export const isServerOnly = (source: Source) => importsOf(source).some((i) => i.from === "server-only");

/** Finds the file an import without extension names. */
export function byModule(sources: Source[]): Map<string, Source> {
  const map = new Map<string, Source>();
  for (const source of sources) map.set(source.path.replace(/\.(tsx?|js)$/, "").replace(/\/index$/, ""), source);
  return map;
}
