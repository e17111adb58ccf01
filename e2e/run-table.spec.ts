import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./accessibility";
import { importLines, makeProject, signIn } from "./world";

test.describe.configure({ mode: "serial" });

let project: string;
let page: Page;
let runs: string;
let token: string;

const longKey = `very/long/${"k".repeat(240)}`;
const odd = "نموذج 🚀";

test.beforeAll(async ({ browser, request }) => {
  test.setTimeout(120_000);
  const world = makeProject("run-table", [
    { name: "Ada Stone", email: "ada@example.org", roles: "data_scientist,admin", group: "science" },
  ]);
  project = world.project;
  token = world.token;
  const lines = Array.from({ length: 70 }, (_, i) => ({
    run_id: `t${i}`,
    run_name: i === 3 ? odd : `trial-${String(i).padStart(2, "0")}`,
    experiment: "search/space",
    status: i % 10 === 9 ? "FAILED" : "FINISHED",
    start_time: new Date(Date.UTC(2026, 10, 1) + i * 60_000).toISOString(),
    code: { commit: `c0ffee${String(i).padStart(4, "0")}` },
    params: { optimizer: ["adam", "sgd", "lion"][i % 3], depth: i % 5, ...(i === 69 ? { [longKey]: odd } : {}) },
    metrics: { roc_auc: 0.7 + i / 1000, loss: 1 - i / 100, ...(i < 10 ? { rare_metric: i } : {}) },
  }));
  await importLines(request, project, world.token, lines);
  runs = `/p/${project}/experiments?view=runs`;
  page = await signIn(browser, { email: world.people[0]?.email ?? "" }, `/p/${project}/experiments`);
});

test.afterAll(async () => {
  await page.context().close();
});

const filter = () => page.getByRole("combobox", { name: "Add a filter" });
const rows = () => page.locator("tbody tr[data-row-id]");

/** Fails on serious and critical violations in both themes, and on a page that scrolls sideways at 390 px. */
async function wellMade() {
  await expectAccessible(page);
  const size = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  if (size) await page.setViewportSize(size);
}

test("a filter is typed with suggestions, and one that cannot be read says why", async () => {
  await page.goto(runs);
  await expect(async () => {
    await page.keyboard.press("/");
    await expect(filter()).toBeFocused({ timeout: 500 });
  }).toPass();
  const suggestions = page.getByRole("listbox", { name: "Suggestions" });
  // The names of a project are counted a moment after its runs came in.
  await expect(async () => {
    await filter().fill("");
    await filter().pressSequentially("params.opt");
    await expect(suggestions.getByRole("option", { name: /^optimizer/ })).toBeVisible({ timeout: 1500 });
  }).toPass({ timeout: 30_000 });
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(filter()).toHaveValue("params.optimizer ");
  await filter().pressSequentially("= ");
  await suggestions.getByRole("option", { name: /^adam/ }).click();
  await filter().press("Enter");
  await expect(page.getByRole("list", { name: "Filters" })).toContainText("params.optimizer");
  await expect(page.getByText("24 of 24 runs")).toBeVisible();
  await filter().fill("metrics.loss > high");
  await filter().press("Enter");
  await expect(page.getByText(/is not applied: .*needs a number|is not applied:/)).toBeVisible();
  await wellMade();
});

test("any parameter becomes a column, is sorted by, and stands in the address", async () => {
  await page.goto(runs);
  await page.getByRole("button", { name: /columns$/ }).click();
  const dialog = page.getByRole("dialog");
  const search = dialog.getByRole("searchbox", { name: "Search columns" });
  // The names of a project are counted a moment after its runs came in.
  await expect(async () => {
    await search.fill("");
    await search.fill("rare_metric");
    await dialog.getByRole("checkbox", { name: /^rare.metric$/i }).check({ timeout: 1500 });
  }).toPass();
  await search.fill("very/long");
  await dialog.getByRole("checkbox", { name: longKey }).check();
  await dialog.getByRole("button", { name: /^Show/ }).click();
  await expect(page).toHaveURL(/rare_metric/);
  await page.goto(`${runs}&columns=metric:rare_metric,metric:gone_for_good&sort=-metric:rare_metric`);
  await expect(rows().first()).toContainText("trial-09");
  await expect(page.getByRole("columnheader", { name: /gone.for.good/i })).toBeVisible();
});

test("scrolling brings further runs, draws only those near the view, and the way back leads to the same place", async () => {
  await page.goto(`${runs}&sort=started`);
  await expect(page.getByText("50 of 70 runs")).toBeVisible();
  const table = page.getByRole("table", { name: "Runs" });
  await expect(table).toHaveAttribute("aria-rowcount", "71");
  const box = page.locator("[data-scroller]");
  await page.evaluate(() => {
    const noted = globalThis as { shift?: number };
    noted.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        noted.shift = (noted.shift ?? 0) + ((entry as { value?: number }).value ?? 0);
    }).observe({ type: "layout-shift" });
  });
  await box.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await expect(page.getByText("70 of 70 runs")).toBeVisible();
  await box.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  const last = page.getByRole("row", { name: /trial-69/ });
  await expect(last).toHaveAttribute("aria-rowindex", "71");
  await expect(page.getByRole("row", { name: /trial-00/ })).toHaveCount(0);
  // Rows take the place of others without moving any.
  expect(await page.evaluate(() => (globalThis as { shift?: number }).shift)).toBeLessThan(0.01);
  const top = await box.evaluate((element) => element.scrollTop);
  expect(top).toBeGreaterThan(500);
  await last.getByRole("link").first().click();
  await expect(page).toHaveURL(/\/runs\/t69$/);
  await page.goBack();
  await expect(last).toBeInViewport();
  expect(await box.evaluate((element) => element.scrollTop)).toBe(top);
  await page.reload();
  await expect(last).toBeInViewport();
});

test("keys walk over the end of a page, and what is selected stays selected", async () => {
  await page.evaluate(() => sessionStorage.clear());
  // To open the same address again would be a reload, which leads back to where the table was scrolled.
  await page.goto("about:blank");
  await page.goto(`${runs}&sort=started`);
  await expect(async () => {
    await page.keyboard.press("j");
    await expect(rows().first()).toBeFocused({ timeout: 500 });
  }).toPass();
  await page.keyboard.press("x");
  for (let i = 0; i < 49; i++) await page.keyboard.press("j");
  await expect(page.getByText("70 of 70 runs")).toBeVisible();
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await expect(page.locator("[data-row-id]:focus")).toContainText("trial-50");
  await expect(page.getByText("2 selected")).toBeVisible();
  await page.keyboard.press("Escape");
});

test("a page without JavaScript has its rows and links to the pages around", async ({ browser }) => {
  const storageState = await page.context().storageState();
  const plain = await (await browser.newContext({ javaScriptEnabled: false, storageState })).newPage();
  await plain.goto(`${runs}&sort=started`);
  await expect(plain.locator("tbody tr[data-row-id]")).toHaveCount(50);
  await plain.getByRole("link", { name: "Next", exact: true }).click();
  await expect(plain.locator("tbody tr[data-row-id]")).toHaveCount(20);
  await expect(plain.locator("tbody tr[data-row-id]").first()).toHaveAttribute("aria-rowindex", "52");
  await plain.context().close();
});

test("a column is kept in view beside the run's name while the rest scrolls sideways", async () => {
  const others = Array.from({ length: 25 }, (_, i) => `metric:m${i}`);
  await page.goto(`${runs}&columns=metric:loss,metric:roc_auc,${others}`);
  await page.getByRole("button", { name: /columns$/ }).click();
  const keep = page.getByRole("dialog").getByRole("button", { name: "Keep ROC AUC in view" });
  await keep.click();
  await expect(keep).toHaveAttribute("aria-pressed", "true");
  await page.getByRole("dialog").getByRole("button", { name: /^Show/ }).click();
  await expect(page).toHaveURL(/frozen=metric%3Aroc_auc/);
  const header = page.getByRole("columnheader", { name: "ROC AUC" });
  const before = await header.boundingBox();
  await page.locator("[data-scroller]").evaluate((element) => element.scrollTo(700, 0));
  await expect(page.getByRole("columnheader", { name: "loss" })).not.toBeInViewport();
  expect((await header.boundingBox())?.x).toBe(before?.x);
});

test("runs are grouped with mean, spread and n, and a group opens in place, then as a list", async () => {
  await page.goto(`${runs}&columns=metric:roc_auc`);
  await page.getByRole("button", { name: "Group", exact: true }).click();
  await page.getByRole("link", { name: /^optimizer/ }).click();
  const group = page.getByRole("row", { name: /adam/ });
  await expect(group).toContainText("24");
  await expect(group).toContainText("±");
  await expect(group).toContainText("n 24");
  await wellMade();
  await group.getByRole("link", { name: "adam" }).focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/open=/);
  await expect(group.getByRole("link", { name: "adam" })).toHaveAttribute("aria-expanded", "true");
  await expect(page.getByRole("link", { name: /^trial-/ })).toHaveCount(20);
  await page.reload();
  await expect(page.getByText("The newest 20 of 24 runs")).toBeVisible();
  await wellMade();
  await page.getByRole("link", { name: "Show all as a list" }).click();
  await expect(page.getByText("24 of 24 runs")).toBeVisible();
});

test("figures of a run that goes on follow in its row and on its page", async ({ request }) => {
  const send = async (path: string, data: Record<string, unknown>) => {
    const answer = await request.post(`/api/2.0/mlflow/${path}`, {
      headers: { authorization: `Bearer ${token}` },
      data,
    });
    expect(answer.status(), await answer.text()).toBe(200);
    return answer.json();
  };
  const { run } = await send("runs/create", {
    experiment_id: "0",
    run_name: "still-going",
    start_time: 1_793_000_000_000,
  });
  const id: string = run.info.run_id;
  const log = (value: number, step: number) =>
    send("runs/log-metric", { run_id: id, key: "live_loss", value, step, timestamp: 1_793_000_000_000 + step });
  await log(0.5, 1);
  await page.goto(`${runs}&q=name+~+still&columns=metric:live_loss`);
  const row = page.getByRole("row", { name: /still-going/ });
  await expect(row).toContainText("0.5");
  await expect(row).toContainText("live");
  await log(0.25, 2);
  await expect(row).toContainText("0.25");
  await page.goto(`/p/${project}/runs/${id}`);
  const metrics = page.getByRole("row", { name: /live.loss/i });
  await expect(metrics).toContainText("0.25");
  await log(0.125, 3);
  await expect(metrics).toContainText("0.125");
  await send("runs/update", { run_id: id, status: "FINISHED", end_time: 1_793_000_100_000 });
  await expect(page.getByText("live", { exact: true })).toHaveCount(0);
  await send("runs/delete", { run_id: id });
});

test("a view is saved for the team, opens by itself, and is deleted", async () => {
  await page.goto(`${runs}&q=status+%3D+FAILED`);
  await page.getByRole("button", { name: "Save view…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(`Failed ${odd}`);
  await dialog.getByLabel("For the team").check();
  await dialog.getByLabel("Open by itself").check();
  await dialog.getByRole("button", { name: "Save the view" }).click();
  await expect(page.getByText("Team view, unchanged")).toBeVisible();
  await page.goto(runs);
  await expect(page).toHaveURL(/saved=/);
  await expect(page.getByText("7 of 7 runs")).toBeVisible();
  await page.getByRole("navigation", { name: "Views" }).getByRole("link", { name: "All runs" }).click();
  await expect(page.getByText(/^50 of 70 runs/)).toBeVisible();
  await page.goto(runs);
  await page.getByRole("button", { name: "Delete view…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete the view" }).click();
  await expect(page.getByText("Team view, unchanged")).toHaveCount(0);
  await page.goto(`${runs}&saved=gone&baseline=gone&pins=gone,${"x".repeat(300)}&group=param:gone`);
  await expect(page.getByText("no value")).toBeVisible();
});

test("runs are tagged and archived at once, after a preview of what is touched", async () => {
  await page.goto(`${runs}&q=status+%3D+FAILED`);
  await page.getByRole("button", { name: "Tag all…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Tag", { exact: true }).fill("mlflow.user");
  await expect(dialog.getByText(/which clients set/)).toBeVisible();
  await dialog.getByLabel("Tag", { exact: true }).fill("triage");
  await dialog.getByLabel("Value").fill(odd);
  await expect(dialog.getByText("7 runs will get it")).toBeVisible();
  await dialog.getByRole("button", { name: "Tag 7 runs" }).click();
  await expect(page.getByText("7 runs got the tag")).toBeVisible();
  await rows().first().getByRole("checkbox").check();
  await page.getByRole("button", { name: "Archive…" }).click();
  await expect(dialog.getByText("1 run will be archived")).toBeVisible();
  await dialog.getByRole("button", { name: "Archive 1 run" }).click();
  await expect(page.getByText("6 of 6 runs")).toBeVisible();
});

test("runs are pinned on top, and the search finds a run by its commit", async () => {
  // What was selected before is still selected.
  await page.evaluate(() => sessionStorage.clear());
  await page.goto(`${runs}&baseline=t0`);
  await rows().nth(1).getByRole("checkbox").check();
  await page.getByRole("button", { name: "Pin on top" }).click();
  await expect(page.locator("[data-pinned-rows] tr")).toHaveCount(2);
  await wellMade();
  await page.getByRole("link", { name: /^Take the pin off/ }).click();
  await expect(page.locator("[data-pinned-rows] tr")).toHaveCount(1);
  await page.keyboard.press("Control+k");
  await page.getByPlaceholder("Search or jump to").fill("c0ffee0003");
  await page.getByRole("option", { name: new RegExp(odd) }).click();
  await expect(page).toHaveURL(/\/runs\/t3$/);
});
