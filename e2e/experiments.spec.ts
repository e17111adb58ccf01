import { expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./accessibility";
import { censusIsHere, censusMissing, importCensus, makeProject, signIn } from "./world";

test.describe.configure({ mode: "serial" });
test.skip(!censusIsHere && !process.env.CI, censusMissing);

let project: string;
let page: Page;
let ids: Record<string, string>;
let token: string;

const record = (run_id: string, more: Record<string, unknown>) =>
  JSON.stringify({ run_id, experiment: "odd/inputs", status: "FINISHED", start_time: "2026-11-01T10:00:00Z", ...more });

test.beforeAll(async ({ browser, request }) => {
  test.setTimeout(240_000);
  const world = makeProject("experiments", [
    { name: "Ada Stone", email: "ada@example.org", roles: "data_scientist,admin", group: "science" },
  ]);
  project = world.project;
  token = world.token;
  page = await signIn(browser, { email: world.people[0]?.email ?? "" }, `/p/${project}/experiments`);
  await expect(page.getByText("No run has come in yet")).toBeVisible();
  await expect(page.getByText(`npm run import -- runs.jsonl --project ${project}`)).toBeVisible();
  ids = await importCensus(request, project, token);
});

test.afterAll(async () => {
  await page.context().close();
});

test("experiments lead to their runs, and failures are counted", async () => {
  await page.goto(`/p/${project}/experiments`);
  const row = page.getByRole("row", { name: /hist-gradient-boosting/ });
  await expect(row).toContainText("1 failed");
  await expect(row).toContainText("0.9277");
  await expectAccessible(page);
  await row.getByRole("link", { name: /hist-gradient-boosting/ }).click();
  await expect(page.getByRole("heading", { name: "census-income/hist-gradient-boosting" })).toBeVisible();
  await expect(page.getByRole("row", { name: /svc-v1-rbf/ })).toContainText("training exceeded its wall-clock limit");
  await expectAccessible(page);
});

test("the run table filters, sorts, pins a baseline and keeps it all in the address", async () => {
  await page.goto(`/p/${project}/experiments?view=runs`);
  await expect(page.getByText("50 of 89 runs")).toBeVisible();
  await page.getByRole("link", { name: "Next", exact: true }).click();
  await expect(page.getByText("39 of 89 runs")).toBeVisible();
  await page.getByRole("link", { name: "Previous" }).click();
  await expect(page.getByText("50 of 89 runs")).toBeVisible();
  const filter = page.getByRole("combobox", { name: "Add a filter" });
  await filter.fill("metrics.roc_auc > 0.92");
  await filter.press("Enter");
  await expect(page.getByRole("list", { name: "Filters" })).toContainText("metrics.roc_auc");
  await filter.fill("metrics.roc_auc > high");
  await filter.press("Enter");
  await expect(page.getByText(/is not applied: roc_auc needs a number/)).toBeVisible();
  await page.getByRole("link", { name: "ROC AUC", exact: true }).click();
  const first = page.locator("tbody tr[data-row-id]").first();
  await expect(first).toContainText("hgb-v1-seed11");
  await first.hover();
  await first.getByRole("link", { name: "Compare all with hgb-v1-seed11" }).click();
  await expect(page.locator("[data-pinned-rows]")).toContainText("hgb-v1-seed11");
  await expect(page.getByRole("columnheader", { name: "vs baseline" })).toBeVisible();
  const address = page.url();
  await page.reload();
  expect(page.url()).toBe(address);
  await expect(page.locator("[data-pinned-rows]")).toContainText("hgb-v1-seed11");
});

test("columns are chosen, and the CSV holds them for every run that matches", async () => {
  await page.goto(`/p/${project}/experiments?view=runs&q=experiment+~+logreg`);
  await page.getByRole("button", { name: /columns$/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("searchbox", { name: "Search columns" }).fill("Parameters C");
  await dialog.getByRole("checkbox", { name: "C", exact: true }).check();
  await dialog.getByRole("button", { name: /^Show/ }).click();
  await expect(page.getByRole("columnheader", { name: "C", exact: true })).toBeVisible();
  const href = await page.getByRole("link", { name: "CSV" }).getAttribute("href");
  const answer = await page.request.get(href ?? "");
  const lines = (await answer.text()).trim().split("\r\n");
  expect(lines[0]).toContain("param:C");
  expect(lines).toHaveLength(1 + 19);
});

/** Presses j until the page listens: keys typed before it is interactive are lost. */
async function focusARow() {
  await expect(async () => {
    await page.keyboard.press("j");
    await expect(page.locator("tr[data-row-id]:focus")).toHaveCount(1, { timeout: 500 });
  }).toPass();
}

test("keys move, select and compare; Enter opens a run", async () => {
  await page.goto(`/p/${project}/experiments?view=runs&sort=-metric:roc_auc`);
  await focusARow();
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await expect(page.getByRole("status").filter({ hasText: "2 selected" })).toBeVisible();
  await page.keyboard.press("c");
  await expect(page).toHaveURL(/\/compare\?runs=[0-9a-f]{32},[0-9a-f]{32}/);
  await page.goto(`/p/${project}/experiments?view=runs&sort=-metric:roc_auc`);
  await focusARow();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/runs\/[0-9a-f]{32}$/);
});

test("a run shows its axes, its loss against a baseline with the test used, and what it left", async () => {
  await page.goto(`/p/${project}/runs/${ids["hgb-v1-seed11"]}?baseline=${ids["lr-v1-s2-C1"]}`);
  await expect(page.getByText(/ROC AUC \+0\.0225 \(better\)/)).toBeVisible();
  await expect(page.getByText("6 of 6 recorded")).toBeVisible();
  await expect(page.getByText("Confounded: 3 moved")).toBeVisible();
  const slices = page.getByRole("region", { name: "Slices" });
  await expect(slices).toContainText("McNemar");
  await expect(slices.getByRole("row", { name: /65\+/ })).toContainText("0.0065");
  await slices.getByRole("link", { name: "All 35" }).click();
  await expect(slices).toContainText("Fewer than 50 cases behind the metric");
  await expect(page.getByRole("region", { name: "Artifacts" })).toContainText("model/model.pkl");
  await expectAccessible(page);
});

test("a failed run says its error before anything else", async () => {
  await page.goto(`/p/${project}/runs/${ids["gbc-v1-raw-missing"]}`);
  await expect(page.getByText(/Input X contains NaN\./).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Register as version" })).toHaveAttribute("aria-disabled", "true");
  await expectAccessible(page);
});

test("odd input comes in or is named, and no page breaks on it", async ({ request }) => {
  const name = '<script>alert("x")</script> نموذج 🚀';
  const slices = Array.from({ length: 300 }, (_, i) => ({
    dimension: "shop",
    value: `s${i}`,
    n: 60 + i,
    positives: 55,
    recall: i / 300,
  }));
  const lines = [
    record("no-metrics", { run_name: name }),
    record("many-slices", { slices, metrics: { roc_auc: 0.9 } }),
    `${record("not-finite", {}).slice(0, -1)},"metrics":{"roc_auc":NaN,"accuracy":null,"f1":Infinity}}`,
    record("bad-signature", { model_signature: "{oops", metrics: { roc_auc: 0.8 } }),
    record("backwards", { end_time: "2026-10-01T10:00:00Z" }),
    "{",
  ];
  const answer = await request.post(`/api/v1/imports/runs?project=${project}`, {
    headers: { authorization: `Bearer ${token}` },
    data: lines.join("\n"),
  });
  expect(await answer.json()).toMatchObject({
    imported: 4,
    failed: 2,
    errors: [{ line: 5, field: "end_time" }, { line: 6 }],
  });
  await page.goto(`/p/${project}/runs/no-metrics`);
  await expect(page.getByRole("heading", { name })).toBeVisible();
  await expect(page.getByText("finished without recording a metric")).toBeVisible();
  await expect(page.getByText("6 of six axes not on record", { exact: false })).toBeVisible();
  await page.goto(`/p/${project}/runs/many-slices?slices=all`);
  await page.getByRole("searchbox", { name: "Search slices" }).fill("s299");
  await expect(page.getByText("1 of 300 slices")).toBeVisible();
  await page.goto(`/p/${project}/runs/not-finite`);
  await expect(page.getByRole("region", { name: "Metrics" })).toContainText("NaN");
  await page.goto(`/p/${project}/runs/bad-signature`);
  await expect(page.getByText(/model_signature is not JSON/)).toBeVisible();
  await page.goto(`/p/${project}/experiments?view=runs&q=experiment+%3D+odd%2Finputs`);
  await expect(page.getByText("4 of 4 runs")).toBeVisible();
});

test("an unknown run or experiment is a page that says so", async () => {
  for (const path of ["runs/nobody", "runs/%00", "experiments/nobody"]) {
    const answer = await page.goto(`/p/${project}/${path}`);
    expect([400, 404]).toContain(answer?.status());
  }
});

test("a run is archived after its consequence is said, and comes back", async () => {
  await page.goto(`/p/${project}/runs/bad-signature`);
  await page.getByRole("button", { name: "Archive…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Archive the run" }).click();
  await expect(page.getByText("Archived", { exact: true })).toBeVisible();
  await page.goto(`/p/${project}/experiments?view=runs&q=run+%3D+bad-signature`);
  await expect(page.getByText("No run matches these filters")).toBeVisible();
  await page.goto(`/p/${project}/runs/bad-signature`);
  await page.getByRole("button", { name: "Restore" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Restore the run" }).click();
  await expect(page.getByText("Archived", { exact: true })).toBeHidden();
});
