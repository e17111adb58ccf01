import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type BrowserContext, chromium, type Page } from "@playwright/test";
import type { Db } from "@/db/client";
import { createUser } from "@/lib/auth/commands/create-user";
import { setMemberRoles } from "@/lib/auth/commands/set-member-roles";
import { findBrowser } from "@/lib/cli/browser";
import { build, findBuild } from "@/lib/cli/build";
import { createContext } from "@/lib/context";
import { paths } from "@/lib/paths";
import { openFixture } from "./fixture-database";
import { fixtureProject } from "./load-fixture";
import { type Benchmark, type Figure, quantile } from "./measure";
import { start } from "./start";
import { forgetTasks, readVitals, watchVitals } from "./web-vitals";

const size = 1_000_000;
const visits = 7;
const password = "a long enough password for a bench";

/** A person of the fixture's project to sign in as; made anew each time, so that nothing is kept. */
export async function makePerson(db: Db, projectId: number): Promise<string> {
  const ctx = createContext({ actor: { kind: "system", job: "bench" }, projectId, db });
  const email = `bench-${ctx.newId()}@example.org`;
  const { userId } = await createUser(ctx, { name: "Bench", email, password });
  await setMemberRoles(ctx, { userId, roles: ["data_scientist"], groupName: "bench" });
  return email;
}

/** Signs a person of the bench in, up to the page asked for. */
export async function signIn(page: Page, url: string, email: string, to: string) {
  await page.goto(`${url}/sign-in?next=${encodeURIComponent(to)}`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL(url + to);
}

/** What people do to a run table: look along the rows, select, sort, turn pages. */
async function work(page: Page) {
  await page.waitForLoadState("networkidle");
  for (let i = 0; i < 20; i++) await page.keyboard.press("j");
  for (let i = 0; i < 5; i++) {
    await page.keyboard.press("x");
    await page.keyboard.press("k");
  }
  await page.keyboard.press("Escape");
  for (let i = 0; i < 5; i++) {
    await page.getByRole("link", { name: "Next", exact: true }).click();
    await page.waitForURL(/after=/);
    await page.waitForLoadState("networkidle");
  }
}

async function scroll(page: Page) {
  const table = page.getByRole("table", { name: "Runs" });
  await table.hover();
  for (let i = 0; i < 60; i++) {
    await page.mouse.wheel(0, i % 20 < 10 ? 120 : -120);
    await page.waitForTimeout(16);
  }
}

const farRows = 10_000;

/** Scrolls down, page after page, until that many rows were loaded; answers how many there were in the end. */
async function scrollFar(page: Page): Promise<number> {
  // Found by its attribute: to look for a role goes through the whole page, in the page's own time.
  const pager = page.locator("nav[aria-label='Pages of runs']");
  const shown = async () => {
    const text = await pager.textContent();
    return Number((text ?? "").replace(/ of .*/, "").replaceAll(",", ""));
  };
  await page.getByRole("table", { name: "Runs" }).hover();
  for (let i = 0; i < 2000 && (await shown()) < farRows; i++) {
    await page.mouse.wheel(0, 1200);
    await page.waitForTimeout(16);
  }
  return shown();
}

/** Gzip size of the scripts that a fresh browser loads for one address. */
async function scriptBytes(context: BrowserContext, address: string): Promise<number> {
  const page = await context.newPage();
  const sizes: Promise<number>[] = [];
  page.on("response", (response) => {
    if (/\.js(\?|$)/.test(response.url()))
      sizes.push(
        response.body().then(
          (body) => gzipSync(body).length,
          () => 0,
        ),
      );
  });
  await page.goto(address);
  await page.waitForLoadState("networkidle");
  const bytes = (await Promise.all(sizes)).reduce((sum, one) => sum + one, 0);
  await page.close();
  return bytes;
}

async function measure(page: Page, url: string, to: string): Promise<Figure[]> {
  const paints: number[] = [];
  const shifts: number[] = [];
  const inputs: number[] = [];
  let [afterLoad, longest] = [0, 0];
  for (let i = 0; i < visits; i++) {
    await page.goto(url + to);
    await page.waitForLoadState("networkidle");
    const { paint, shift, longestTask } = await readVitals(page);
    paints.push(paint);
    afterLoad = Math.max(afterLoad, longestTask);
    await forgetTasks(page);
    await scroll(page);
    longest = Math.max(longest, (await readVitals(page)).longestTask);
    await work(page);
    const after = await readVitals(page);
    inputs.push(...after.interactions);
    shifts.push(Math.max(shift, after.shift));
  }
  await page.goto(url + to);
  await page.waitForLoadState("networkidle");
  await forgetTasks(page);
  const rows = await scrollFar(page);
  const far = await readVitals(page);
  const sorted = (values: number[]) => values.toSorted((a, b) => a - b);
  const count = `${visits} visits`;
  return [
    { name: "run table, largest contentful paint, p50", value: quantile(sorted(paints), 0.5), unit: "ms", note: count },
    { name: "run table, largest contentful paint, p75", value: quantile(sorted(paints), 0.75), unit: "ms" },
    {
      name: "run table, interaction to next paint, p75",
      value: quantile(sorted(inputs), 0.75),
      unit: "ms",
      note: `${inputs.length} interactions of 16 ms or more; shorter ones are not reported by the browser`,
    },
    { name: "run table, layout shift, worst", value: Math.max(...shifts), unit: "" },
    { name: "run table, longest task between load and rest", value: afterLoad, unit: "ms", note: "0: none over 50 ms" },
    { name: "run table, longest task while scrolling a page", value: longest, unit: "ms", note: "0: none over 50 ms" },
    {
      name: "run table, longest task while further rows load",
      value: far.longestTask,
      unit: "ms",
      note: `${rows} rows; 0: none over 50 ms`,
    },
    { name: "run table, layout shift while further rows load", value: far.shift, unit: "" },
  ];
}

/** The run table in a browser over a million runs in ten projects: paint, interactions, layout shift, scripts, long tasks. */
export const browserBenchmark: Benchmark = {
  name: "browser",
  title: "Run table in a browser, a million runs",
  async run(report) {
    const found = await findBrowser();
    if (!found) throw new Error("No browser was found to measure in.");
    if (!findBuild()) {
      report("building");
      await build(report);
    }
    const fixture = await openFixture(size, report);
    const folder = mkdtempSync(join(tmpdir(), "countersign-bench-"));
    chmodSync(folder, 0o711);
    const email = await makePerson(fixture.db, fixture.projectId);
    const server = await start(folder, fixture.url);
    const browser = await chromium.launch({
      executablePath: found.path,
      args: [...found.args, "--no-sandbox"],
      env: { ...(process.env as Record<string, string>), ...found.env },
    });
    try {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
      const page = await context.newPage();
      await watchVitals(page);
      const to = `${paths.experiments(fixtureProject(0))}?view=runs`;
      await signIn(page, server.url, email, to);
      report("visits");
      const figures = await measure(page, server.url, to);
      const fresh = await browser.newContext({ storageState: await context.storageState() });
      const bytes = await scriptBytes(fresh, server.url + to);
      return [
        ...figures,
        { name: "run table, client JavaScript of the first visit", value: bytes / 1024, unit: "KB gzip" },
      ];
    } finally {
      await browser.close();
      await server.stop();
      await fixture.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
