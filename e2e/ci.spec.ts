import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { jestReport } from "../lib/governance/checks/junit-testing";

const project = "/p/public-services";

test("a pipeline fetches the command line, reports a JUnit file, and people read it on the run", async ({
  page,
  request,
  baseURL,
}) => {
  const folder = mkdtempSync(join(tmpdir(), "pipeline-"));
  await page.goto("/sign-in");
  await page.getByRole("button", { name: /Sign in as Marta/ }).click();
  await expect(page).toHaveURL(/\/p\//);
  await page.goto(`${project}/settings/tokens`);
  await page.getByRole("button", { name: "Create a token" }).first().click();
  await page.getByLabel("Name", { exact: false }).fill(`ci ${Date.now().toString(36)}`);
  for (const scope of ["checks", "promote"]) await page.getByLabel(scope, { exact: true }).check();
  await page.getByRole("button", { name: "Create token" }).click();
  const token = (await page.locator("dialog pre").first().textContent()) ?? "";
  await expect(page.getByText("Use it in a pipeline")).toBeVisible();
  await page.getByRole("button", { name: "I have copied it" }).click();

  const script = join(folder, "countersign.mjs");
  writeFileSync(script, await (await request.get("/countersign.mjs")).body());
  writeFileSync(join(folder, "report.xml"), jestReport);
  const env = { COUNTERSIGN_URL: baseURL, COUNTERSIGN_PROJECT: "public-services", COUNTERSIGN_TOKEN: token };
  const run = (...args: string[]) =>
    new Promise<{ code: unknown; text: string }>((resolve) => {
      execFile(
        process.execPath,
        [script, ...args],
        { cwd: folder, env: env as unknown as NodeJS.ProcessEnv },
        (error, out, err) => resolve({ code: error ? error.code : 0, text: `${out}${err}` }),
      );
    });
  const version = ["--model", "income-eligibility", "--version", "1"];
  const name = `browser contract ${Date.now().toString(36)}`;
  const report = ["check", "--kind", "inference_contract", "--name", name, ...version];
  expect(await run(...report, "--junit", "report.xml")).toEqual({ code: 0, text: `${name}: failed (recorded)\n` });
  expect(await run("gate", "P-4")).toMatchObject({ code: 1, text: expect.stringContaining("rejected") });
  expect(await run("gate", "P-99999")).toMatchObject({ code: 2 });

  await page.goto(`${project}/models/income-eligibility/versions/1`);
  const checks = page.locator("#checks");
  await expect(checks.getByText(name)).toBeVisible();
  await expect(checks.getByText("inference contract refuses a missing column").first()).toBeVisible();

  await run(...report, "--status", "passed", "--url", "https://ci.example.org/run/9");
  await page.reload();
  const row = checks.getByRole("listitem").filter({ hasText: name });
  await expect(row.getByText("passed", { exact: true })).toBeVisible();
  await expect(row.getByText(/before: failed/)).toBeVisible();
  const link = row.getByRole("link", { name: /ci\.example\.org/ });
  await expect(link).toHaveAttribute("href", "https://ci.example.org/run/9");
  await expect(link).toHaveAttribute("rel", /noopener/);
  rmSync(folder, { recursive: true });
});
