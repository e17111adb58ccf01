import { expect, type Page, test } from "@playwright/test";
import { serveTracking } from "../lib/integrations/sources/testing-tracking-server";
import { byStandard, ofColour, seriousViolations, showIn } from "./accessibility";
import { makeProject, signIn } from "./world";

const port = Number(process.env.COUNTERSIGN_SOURCE_PORT ?? 0);
const start = Date.UTC(2026, 10, 20);
const points = [0, 1, 2].map((step) => ({ key: "loss", value: 1 / (step + 1), timestamp: start + step, step }));

/** No serious violation on the page as it stands, in either theme. */
async function lookAt(page: Page, what: string): Promise<void> {
  expect.soft(await seriousViolations(page, byStandard), what).toEqual([]);
  await showIn(page, "dark");
  expect.soft(await seriousViolations(page, ofColour), `${what}, dark`).toEqual([]);
  await showIn(page, "light");
}

/** Nothing of it is wider than a telephone. */
async function lookAtNarrow(page: Page, what: string): Promise<void> {
  const narrow = await page.context().newPage();
  await narrow.setViewportSize({ width: 390, height: 844 });
  await narrow.goto(page.url());
  await expect(narrow.locator("h1").first()).toBeVisible();
  const wider = await narrow.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect.soft(wider, `${what} at 390 px`).toBeLessThanOrEqual(0);
  await narrow.close();
}

test("a source is tried, made, watched to its end with what was left out, fails, and goes on", async ({ browser }) => {
  test.skip(port === 0, "COUNTERSIGN_SOURCE_PORT names no port that the server may read from");
  const server = await serveTracking(port);
  const { state } = server;
  state.runs = [1, 2, 3].map((place) => ({ id: `run${place}`, start: place === 3 ? 5 : start + place, points }));
  const { project, people } = makeProject("sources", [
    { name: "Ada Nwosu", email: "ada@example.org", roles: "admin", group: "Platform" },
  ]);
  const page = await signIn(browser, people[0] as { email: string }, `/p/${project}/settings/sources`);

  await page.getByRole("button", { name: "Add a source" }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel("Name").fill("lab");
  await form.getByLabel("Tracking address").fill(server.url);
  await form.getByLabel("Token").fill("a-token-of-the-lab");
  state.faults = { everything: 401 };
  await form.getByRole("button", { name: "Test the connection" }).click();
  await expect(form.getByText(/refuses these credentials \(401\)/)).toBeVisible();
  let release = () => {};
  state.faults = { held: new Promise<void>((done) => (release = done)) };
  await form.getByRole("button", { name: "Test the connection" }).click();
  await expect(form.getByText("The server answers. 1 experiment, of which 1 is to be taken.")).toBeVisible();
  await form.getByRole("button", { name: "Add source" }).click();

  await expect(page).toHaveURL(/\/settings\/sources\/[0-9a-f]{32}$/);
  const bar = page.getByRole("progressbar", { name: "Sync" });
  await expect(bar).toBeVisible();
  await expect(page.getByText("experiment 1 of 1, 0 runs read")).toBeVisible();
  await lookAt(page, "in progress");
  release();
  state.faults = {};
  await expect(page.getByText("up to date")).toBeVisible();
  await expect(bar).toHaveCount(0);
  const skipped = page.getByRole("table", { name: "Not taken" });
  await expect(skipped.getByRole("row").nth(1)).toContainText("It has no start, or one before 1990.");
  await expect(page.getByRole("table", { name: "Syncs" }).getByRole("row").nth(1)).toContainText("done");
  await expect(page.locator("main")).not.toContainText("a-token-of-the-lab");
  await lookAt(page, "done");
  await lookAtNarrow(page, "done");

  state.faults = { everything: 503 };
  await page.getByRole("button", { name: "Sync now" }).click();
  await expect(page.getByText(/^failing for/)).toBeVisible();
  await expect(page.getByText(/The server answers 503\. What was read is kept/)).toBeVisible();
  await lookAt(page, "failing");
  await lookAtNarrow(page, "failing");
  state.faults = {};
  await page.getByRole("button", { name: "Try again now" }).click();
  await expect(page.getByText("up to date")).toBeVisible();
  await page.goto(`/p/${project}/experiments?view=runs`);
  await expect(page.getByRole("link", { name: "run run1", exact: true })).toBeVisible();
  await page.context().close();
  server.close();
});
