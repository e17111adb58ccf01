import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "@playwright/test";
import { root } from "./folders";
import { runChild } from "./run-child";

export type Browser = { path: string; from: string; args: string[]; env: Record<string, string> };

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const places = [
  ...(process.env.PATH ?? "").split(delimiter).flatMap((folder) => names.map((name) => join(folder, name))),
  ...names.map((name) => join("/usr/bin", name)),
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

type NpmChromium = { default: { executablePath: () => Promise<string>; args: string[] } };

const npmName = "@sparticuz/chromium";
const npmVersion = "147.0.0";
/** Fetched only by who needs it, so that 73 MB are not part of everybody's installation. */
const npmFolder = join(root, ".data", "browser");

/** The npm-shipped Chromium unpacks itself; its bundled libraries stand in where the system has none. */
async function fromNpm(): Promise<Browser | null> {
  for (const folder of [root, npmFolder]) {
    try {
      const entry = createRequire(join(folder, "package.json")).resolve(npmName);
      process.env.AWS_LAMBDA_JS_RUNTIME ??= "nodejs20.x";
      const { default: shipped } = (await import(pathToFileURL(entry).href)) as NpmChromium;
      const path = await shipped.executablePath();
      return { path, from: npmName, args: shipped.args, env: { LD_LIBRARY_PATH: process.env.LD_LIBRARY_PATH ?? "" } };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw error;
    }
  }
  return null;
}

/** Fetches the npm-shipped Chromium (Linux only); null when that fails. */
export async function fetchBrowser(): Promise<Browser | null> {
  if (process.platform !== "linux") return null;
  mkdirSync(npmFolder, { recursive: true });
  writeFileSync(join(npmFolder, "package.json"), JSON.stringify({ private: true }));
  const args = ["install", "--no-save", "--no-audit", "--no-fund", "--prefix", npmFolder, `${npmName}@${npmVersion}`];
  return (await runChild("npm", args)) === 0 ? fromNpm() : null;
}

/** Finds a Chromium: COUNTERSIGN_BROWSER, Playwright's own, the system's, one shipped by npm; null when there is none. */
export async function findBrowser(): Promise<Browser | null> {
  const plain = (path: string, from: string): Browser => ({ path, from, args: [], env: {} });
  const given = process.env.COUNTERSIGN_BROWSER;
  if (given) return plain(given, "COUNTERSIGN_BROWSER");
  const own = chromium.executablePath();
  if (own && existsSync(own)) return plain(own, "Playwright");
  const system = places.find((path) => existsSync(path));
  if (system) return plain(system, "the system");
  return fromNpm();
}

export const howToGetABrowser =
  "No Chromium was found, so the browser tests cannot run. Get one with any of:\n" +
  "  npx playwright install --with-deps chromium\n" +
  "  sudo apt-get install chromium          (Debian, Ubuntu)\n" +
  "or set COUNTERSIGN_BROWSER to the path of one.";
