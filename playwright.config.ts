import { defineConfig } from "@playwright/test";
import { findBrowser, howToGetABrowser } from "./lib/cli/browser";

const browser = await findBrowser();
if (!browser) throw new Error(howToGetABrowser);

const quiet = [
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];
const report = process.env.COUNTERSIGN_E2E_REPORT;

/** `npm test` serves a production build on a database of its own; alone, the tests use what runs on port 3000. */
export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  workers: 2,
  retries: 0,
  timeout: 120_000,
  // Nothing waits this long but on a machine that does much else.
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: report ? [["list"], ["json", { outputFile: report }]] : [["list"]],
  use: {
    baseURL: process.env.COUNTERSIGN_URL ?? "http://localhost:3000",
    browserName: "chromium",
    actionTimeout: 20_000,
    navigationTimeout: 30_000,
    viewport: { width: 1440, height: 900 },
    // A trace of every step takes a third of the time: `npx playwright test --trace on` records one when it is needed.
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: browser.path,
      args: [...browser.args, "--no-sandbox", ...quiet],
      env: { ...(process.env as Record<string, string>), ...browser.env },
    },
  },
});
