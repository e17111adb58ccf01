import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type APIRequestContext, expect, test } from "@playwright/test";

const folder = process.env.COUNTERSIGN_DATA_DIR;
const read = (name: string) => readFileSync(join(folder ?? "", name), "utf8");

/** Waits until pages are served again on every connection, for those that the database left behind fail once each. */
async function backAgain(request: APIRequestContext) {
  await expect(async () => {
    const answers = await Promise.all(Array.from({ length: 24 }, () => request.get("/sign-in")));
    expect(answers.map((answer) => answer.status())).toEqual(answers.map(() => 200));
    expect((await request.get("/api/health")).status()).toBe(200);
  }).toPass({ timeout: 30_000 });
}

test("the console says that its database is gone, and comes back by itself", async ({ page, request }) => {
  test.skip(!folder, "only with a server of its own, as npm test starts it");
  const launcher = Number.parseInt(JSON.parse(read("launcher.json")).identity, 10);
  await page.goto("/sign-in");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  // Held still, the launcher cannot bring the database back at once, as it otherwise does.
  process.kill(launcher, "SIGSTOP");
  try {
    process.kill(Number.parseInt(read("postgres/postmaster.pid"), 10), "SIGKILL");
    await expect.poll(async () => (await request.get("/api/health")).status()).toBe(503);
    await page.goto("/sign-in");
    await expect(page.getByRole("heading", { name: "The console is not available" })).toBeVisible();
    await expect(page.getByText("The database does not accept connections.")).toBeVisible();
  } finally {
    process.kill(launcher, "SIGCONT");
    await backAgain(request);
  }
  await expect(page.getByRole("heading", { name: "The console is not available" })).toBeHidden({ timeout: 30_000 });
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  expect((await request.get("/api/health")).status()).toBe(200);
});

test("while the database is away a page says so inside the shell, names its request, and comes back", async ({
  page,
  request,
}) => {
  test.skip(!folder, "only with a server of its own, as npm test starts it");
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Sign in as Dana Osei" }).click();
  await expect(page).toHaveURL(/\/p\//);
  const link = page.getByRole("navigation").getByRole("link", { name: "Deployments" }).first();
  // The whole page is there before its database goes.
  await expect(async () => {
    await page.goto(page.url());
    await expect(link).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 30_000 });
  await page.waitForLoadState("networkidle");
  const launcher = Number.parseInt(JSON.parse(read("launcher.json")).identity, 10);
  process.kill(launcher, "SIGSTOP");
  try {
    process.kill(Number.parseInt(read("postgres/postmaster.pid"), 10), "SIGKILL");
    await expect.poll(async () => (await request.get("/api/health")).status()).toBe(503);
    await link.click();
    await expect(page.getByRole("heading", { name: "The console is not available" })).toBeVisible();
    await expect(link).toBeVisible();
    await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
    const reference = (await page.getByRole("alert").locator("code").first().textContent()) ?? "";
    expect(reference).toMatch(/^[0-9a-f]{32}$/);
    expect(read("start.log")).toContain(reference);
  } finally {
    process.kill(launcher, "SIGCONT");
    await backAgain(request);
  }
  await expect(page.getByRole("heading", { name: "Deployments", level: 1 })).toBeVisible({ timeout: 30_000 });
});
