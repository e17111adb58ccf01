import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { chromium } from "@playwright/test";

export type Browser = { path: string; from: string; args: string[]; env: Record<string, string> };

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const places = [
  ...(process.env.PATH ?? "").split(delimiter).flatMap((folder) => names.map((name) => join(folder, name))),
  ...names.map((name) => join("/usr/bin", name)),
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

type NpmChromium = { default: { executablePath: () => Promise<string>; args: string[] } };

/** The npm-shipped Chromium unpacks itself; its bundled libraries stand in where the system has none. */
async function fromNpm(): Promise<Browser | null> {
  const name = "@sparticuz/chromium";
  try {
    createRequire(import.meta.url).resolve(name);
  } catch {
    return null;
  }
  process.env.AWS_LAMBDA_JS_RUNTIME ??= "nodejs20.x";
  const { default: shipped } = (await import(name)) as NpmChromium;
  const path = await shipped.executablePath();
  return { path, from: name, args: shipped.args, env: { LD_LIBRARY_PATH: process.env.LD_LIBRARY_PATH ?? "" } };
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
  "  npm install --no-save @sparticuz/chromium@147.0.0\n" +
  "or set COUNTERSIGN_BROWSER to the path of one.";
