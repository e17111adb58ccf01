import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page } from "@playwright/test";
import { findBrowser } from "@/lib/cli/browser";
import { build, findBuild } from "@/lib/cli/build";
import { paths } from "@/lib/paths";
import { makePerson, signIn } from "./browser";
import { fillCurves, fillSlices } from "./compare-many";
import { fixtureProject, loadFixture } from "./load-fixture";
import { type Benchmark, quantile } from "./measure";
import { fixtureProjects } from "./run-fixture";
import { openScratch } from "./scratch";
import { start } from "./start";

const runs = 100;
const pointsPerCurve = 1_000;
const visits = 11;

type Answered = { answeredAt?: number; paintedAt?: number };

/** Has every document choose another plot, again and again, and note when the page has first done it: before that, nothing listens. */
async function watchAnswer(page: Page): Promise<void> {
  await page.addInitScript("globalThis.__name ??= (named) => named");
  await page.addInitScript(() => {
    const noted = globalThis as Answered;
    new PerformanceObserver((list) => {
      noted.paintedAt = list.getEntries().at(-1)?.startTime;
    }).observe({ type: "largest-contentful-paint", buffered: true });
    const timer = setInterval(() => {
      const select = document.querySelector<HTMLSelectElement>('select[aria-label="Plot"]');
      if (!select) return;
      if (!document.querySelector('select[aria-label="Upward"]')) {
        noted.answeredAt = performance.now();
        clearInterval(timer);
        return;
      }
      select.value = "parallel";
      select.dispatchEvent(new Event("change", { bubbles: true }));
    }, 10);
  });
}

/** Compare of a hundred runs in a browser: from the navigation until a control answers. */
export const compareBrowser: Benchmark = {
  name: "compare-browser",
  title: "Compare of 100 runs x 40 slices x 10 metrics in a browser",
  async run(report) {
    const found = await findBrowser();
    if (!found) throw new Error("No browser was found to measure in.");
    if (!findBuild()) {
      report("building");
      await build(report);
    }
    const scratch = await openScratch();
    const folder = mkdtempSync(join(tmpdir(), "countersign-bench-"));
    chmodSync(folder, 0o711);
    try {
      report("filling runs, slices and curves");
      const projectId = (await loadFixture(scratch.sql, runs * fixtureProjects, report)).get(0) ?? 0;
      await fillSlices(scratch.sql, projectId);
      const rows = await scratch.sql<{ id: string }[]>`
        SELECT id FROM runs WHERE project_id = ${projectId} ORDER BY id LIMIT ${runs}`;
      const ids = rows.map((row) => row.id);
      await fillCurves(scratch.sql, projectId, ids, pointsPerCurve);
      const email = await makePerson(scratch.db, projectId);
      const server = await start(folder, scratch.url);
      const browser = await chromium.launch({
        executablePath: found.path,
        args: [...found.args, "--no-sandbox"],
        env: { ...(process.env as Record<string, string>), ...found.env },
      });
      try {
        const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
        await signIn(page, server.url, email, paths.comparisons(fixtureProject(0)));
        await watchAnswer(page);
        const answers: number[] = [];
        const paints: number[] = [];
        for (let i = 0; i < visits; i++) {
          report(`visit ${i + 1} of ${visits}`);
          await page.goto(server.url + paths.compare(fixtureProject(0), ids));
          await page.waitForFunction(() => (globalThis as Answered).answeredAt !== undefined);
          const { answeredAt, paintedAt } = await page.evaluate(() => {
            const noted = globalThis as Answered;
            return { answeredAt: noted.answeredAt, paintedAt: noted.paintedAt };
          });
          // The first visit fills the browser's cache.
          if (i === 0) continue;
          answers.push(answeredAt ?? Number.NaN);
          paints.push(paintedAt ?? Number.NaN);
        }
        const sorted = answers.toSorted((a, b) => a - b);
        return [
          {
            name: "compare page of 100 runs, until a control answers, p50",
            value: quantile(sorted, 0.5),
            unit: "ms",
            note: `${answers.length} visits`,
          },
          { name: "compare page of 100 runs, until a control answers, p95", value: quantile(sorted, 0.95), unit: "ms" },
          {
            name: "compare page of 100 runs, largest paint, p50",
            value: quantile(
              paints.toSorted((a, b) => a - b),
              0.5,
            ),
            unit: "ms",
          },
        ];
      } finally {
        await browser.close();
        await server.stop();
      }
    } finally {
      await scratch.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
