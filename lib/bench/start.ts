import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { chromium } from "@playwright/test";
import { freePort } from "@/db/embedded-server";
import { findBrowser } from "@/lib/cli/browser";
import { build, findBuild } from "@/lib/cli/build";
import { demoProject } from "@/lib/demo/load";
import { paths } from "@/lib/paths";
import type { Benchmark, Figure } from "./measure";

type Running = { url: string; pid: number; milliseconds: number; stop: () => Promise<void> };

/** `npm start` on a folder until the sign-in page answers; with a database of its own unless one is given. */
export async function start(folder: string, databaseUrl?: string, more: Record<string, string> = {}): Promise<Running> {
  const port = await freePort();
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    COUNTERSIGN_DATA_DIR: folder,
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    ...more,
  };
  // The launcher makes a secret only for a database of its own.
  if (databaseUrl) env.NEXTAUTH_SECRET = "a secret of the bench, which nobody else uses";
  const begun = performance.now();
  const child = spawn(process.execPath, ["--conditions=react-server", "--import", "tsx", "lib/cli/start.ts"], {
    env,
    stdio: "ignore",
  });
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  const url = `http://localhost:${port}`;
  for (;;) {
    const answer = await fetch(`${url}/sign-in`).catch(() => null);
    if (answer?.ok) break;
    if (child.exitCode !== null) throw new Error("The product did not start.");
    await sleep(25);
  }
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
  };
  return { url, pid: child.pid ?? 0, milliseconds: performance.now() - begun, stop };
}

/** From `npm start` to the first page, on a new folder (demo played) and again; and what the first pages load. */
export const startBenchmark: Benchmark = {
  name: "start",
  title: "Start and first page",
  async run(report) {
    if (!findBuild()) {
      report("building");
      await build(report);
    }
    const folder = mkdtempSync(join(tmpdir(), "countersign-bench-"));
    chmodSync(folder, 0o711);
    try {
      report("new folder");
      const fresh = await start(folder);
      await fresh.stop();
      const warm: number[] = [];
      for (let i = 0; i < 3; i++) {
        report(`again, ${i + 1} of 3`);
        const again = await start(folder);
        warm.push(again.milliseconds);
        if (i < 2) await again.stop();
        else {
          report("scripts of the first pages");
          const scripts = await clientScripts(again.url).finally(again.stop);
          return [
            {
              name: "npm start to first page, new folder",
              value: fresh.milliseconds / 1000,
              unit: "s",
              note: "database made, demo played, build at hand",
            },
            { name: "npm start to first page, warm", value: median(warm) / 1000, unit: "s", note: "median of 3" },
            ...scripts,
          ];
        }
      }
      return [];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Gzip size of every script a browser loads for the sign-in page and, signed in, for the first console page. */
async function clientScripts(url: string): Promise<Figure[]> {
  const found = await findBrowser();
  if (!found) return [];
  const browser = await chromium.launch({
    executablePath: found.path,
    args: [...found.args, "--no-sandbox"],
    env: { ...(process.env as Record<string, string>), ...found.env },
  });
  try {
    const context = await browser.newContext();
    const page = await context.newPage();
    const loaded = async (name: string, go: () => Promise<unknown>): Promise<Figure> => {
      const sizes = new Map<string, Promise<number>>();
      const note = (response: { url: () => string; body: () => Promise<Buffer> }) => {
        if (/\.js(\?|$)/.test(response.url()))
          sizes.set(
            response.url(),
            response.body().then(
              (body) => gzipSync(body).length,
              () => 0,
            ),
          );
      };
      page.on("response", note);
      await go();
      await page.waitForLoadState("networkidle");
      page.off("response", note);
      const bytes = (await Promise.all(sizes.values())).reduce((sum, size) => sum + size, 0);
      return {
        name: `client JavaScript, ${name}`,
        value: bytes / 1024,
        unit: "KB gzip",
        note: `${sizes.size} scripts`,
      };
    };
    const signIn = await loaded("sign-in page", () => page.goto(`${url}/sign-in`));
    await page.getByRole("button", { name: /Marta Lindqvist/ }).click();
    await page.waitForURL(/\/p\//);
    const today = await loaded("first console page", () => page.goto(url + paths.home(demoProject.name)));
    return [signIn, today];
  } finally {
    await browser.close();
  }
}
