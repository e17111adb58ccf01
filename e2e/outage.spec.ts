import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type APIRequestContext, expect, test } from "@playwright/test";
import postgres from "postgres";

/** Nothing else may run on a server whose database goes away; see lib/cli/test.ts. */
const alone = { tag: "@alone" };
const folder = process.env.COUNTERSIGN_DATA_DIR;
const read = (name: string) => readFileSync(join(folder ?? "", name), "utf8");

/** Of the database under test; its server keeps password and port in its folder. */
function databaseAddress(): string {
  const { password } = JSON.parse(read("postgres/countersign.json")) as { password: string };
  const port = read("postgres/postmaster.pid").split("\n")[3];
  return `postgres://countersign:${password}@127.0.0.1:${port}/countersign`;
}

/** Waits until the database is back; from then on no page fails, on whichever connection it is read. */
async function backAgain(request: APIRequestContext) {
  await expect.poll(async () => (await request.get("/api/health")).status(), { timeout: 30_000 }).toBe(200);
  const answers = await Promise.all(Array.from({ length: 24 }, () => request.get("/sign-in")));
  expect(answers.map((answer) => answer.status())).toEqual(answers.map(() => 200));
}

test("the console says that its database is gone, and comes back by itself", alone, async ({ page, request }) => {
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

test(
  "a page is whole although every connection of the server was closed since the one before",
  alone,
  async ({ page }) => {
    test.skip(!folder, "only with a server of its own, as npm test starts it");
    await page.goto("/sign-in");
    await page.getByRole("button", { name: "Sign in as Dana Osei" }).click();
    await expect(page).toHaveURL(/\/p\//);
    const database = postgres(databaseAddress(), { max: 1 });
    for (const place of ["deployments", "promotions", "models", "audit"]) {
      await database`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`;
      const answers = await Promise.all(
        Array.from({ length: 6 }, () => page.request.get(`/p/public-services/${place}`)),
      );
      expect(answers.map((answer) => answer.status())).toEqual(answers.map(() => 200));
      await page.goto(`/p/public-services/${place}`);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.getByRole("heading", { name: /could not be shown|not available/ })).toHaveCount(0);
    }
    await database.end();
  },
);

test(
  "while the database is away a page says so inside the shell, names its request, and comes back",
  alone,
  async ({ page, request }) => {
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
  },
);
