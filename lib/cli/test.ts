import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { fetchBrowser, findBrowser, howToGetABrowser } from "./browser";
import { build, findBuild } from "./build";
import { explain } from "./exit";
import { root } from "./folders";
import { createProgress } from "./progress";
import { runChild, stopChildren } from "./run-child";
import { add, type Count, countPlaywright, countVitest } from "./test-reports";
import { startTestServer } from "./test-server";

const progress = createProgress(process.stdout);
const reports = mkdtempSync(join(tmpdir(), "countersign-test-reports-"));
const bin = (name: string) => join(root, "node_modules", name);

/** Rules by themselves and commands on a real Postgres. */
async function unitTests(): Promise<Count> {
  const file = join(reports, "vitest.json");
  progress.say("Unit and integration tests");
  const args = [bin("vitest/vitest.mjs"), "run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const code = await runChild(process.execPath, args, {
    NODE_ENV: undefined,
    DATABASE_URL: undefined,
    NODE_OPTIONS: undefined,
  });
  return countVitest(file, code);
}

async function playwright(name: string, args: string[], env: Record<string, string | undefined>): Promise<Count> {
  const report = join(reports, `playwright-${name}.json`);
  const command = [
    bin("@playwright/test/cli.js"),
    "test",
    "--pass-with-no-tests",
    `--output=test-results/${name}`,
    ...args,
  ];
  const code = await runChild(process.execPath, command, { ...env, COUNTERSIGN_E2E_REPORT: report });
  return countPlaywright(report, code);
}

/** Journeys in a browser, on a production build with a database of its own. */
async function browserTests(filters: string[]): Promise<Count> {
  const failed: Count = { passed: 0, failed: 1, skipped: 0 };
  try {
    const browser = (await findBrowser()) ?? (await progress.step("Browser from npm", fetchBrowser));
    if (!browser) {
      progress.say(howToGetABrowser);
      return failed;
    }
    progress.say(`Browser tests with ${browser.path} (from ${browser.from})`);
    if (!findBuild()) await progress.step("Production build", build);
    const server = await progress.step("Server with a database of its own", startTestServer);
    const stop = () => void server.stop().then(() => process.exit(130));
    process.once("SIGINT", stop).once("SIGTERM", stop);
    try {
      const env = {
        COUNTERSIGN_URL: server.url,
        COUNTERSIGN_SOURCE_PORT: String(server.sourcePort),
        COUNTERSIGN_DATA_DIR: server.dataFolder,
        COUNTERSIGN_BROWSER: browser.from === "@sparticuz/chromium" ? undefined : browser.path,
        NODE_OPTIONS: undefined,
      };
      // Beside each other, each in a project of its own; then those that take the database away.
      const together = await playwright("together", ["--grep-invert=@alone", ...filters], env);
      const all = add(together, await playwright("alone", ["--grep=@alone", ...filters], env));
      if (all.passed + all.failed + all.skipped > 0) return all;
      progress.say(`No browser test is named ${filters.join(", ")}.`);
      return failed;
    } finally {
      await server.stop();
    }
  } catch (error) {
    progress.say(explain(error));
    return failed;
  }
}

const program = new Command("npm test --")
  .description(
    "Runs everything in one go: unit and integration tests on a real Postgres, then the browser tests on a production build.",
  )
  .option("--unit", "only unit and integration tests")
  .option("--e2e [files...]", "only browser tests, of these files when named")
  .action(async (options: { unit?: boolean; e2e?: true | string[] }) => {
    process.on("exit", stopChildren);
    let total: Count = { passed: 0, failed: 0, skipped: 0 };
    const parts: string[] = [];
    const take = (name: string, count: Count) => {
      total = add(total, count);
      parts.push(`${name}: ${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
    };
    if (!options.e2e) take("Unit and integration", await unitTests());
    if (!options.unit) take("Browser", await browserTests(Array.isArray(options.e2e) ? options.e2e : []));
    rmSync(reports, { recursive: true, force: true });
    progress.say(`\n${parts.join("\n")}`);
    progress.say(`${total.passed} passed, ${total.failed} failed`);
    process.exitCode = total.failed > 0 ? 1 : 0;
  });

await program.parseAsync();
