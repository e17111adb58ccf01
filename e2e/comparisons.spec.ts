import { readFileSync } from "node:fs";
import { expect, type Locator, type Page, test } from "@playwright/test";
import { endScene, type Scene, setScene } from "./scene";
import { requestPromotion } from "./steps";
import { importLines, realRun } from "./world";

test.describe.configure({ mode: "serial" });

let scene: Scene;

test.beforeAll(async ({ browser, request }) => {
  test.setTimeout(120_000);
  scene = await setScene(browser, "comparisons");
  await importLines(request, scene.project, scene.token, [realRun("hgb-v1-seed23", "seed23")]);
});

test.afterAll(() => endScene(scene));

const fileOf = async (page: Page, chart: Locator, kind: "PNG" | "SVG" | "CSV"): Promise<Buffer> => {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    chart.getByRole("button", { name: kind, exact: true }).click(),
  ]);
  return readFileSync(await download.path());
};

/** Whether the three files of a chart are what they say: real vectors in light colours with title and legend, a picture of them, lines of figures. */
async function checkFiles(page: Page, name: RegExp, title: RegExp, columns: string) {
  const chart = page.getByRole("group", { name });
  await expect(chart).toBeVisible();
  const svg = (await fileOf(page, chart, "SVG")).toString("utf8");
  expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  expect(svg).toMatch(title);
  expect(svg).not.toContain("var(--");
  const [, ground = ""] = /<rect width="[\d.]+" height="[\d.]+" fill="rgb\(([^)]+)\)"/.exec(svg) ?? [];
  expect(ground.split(", ").every((part) => Number(part) > 240)).toBe(true);
  const png = await fileOf(page, chart, "PNG");
  expect(png.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
  const width = Number(/viewBox="0 0 ([\d.]+)/.exec(svg)?.[1]);
  expect(Math.abs(png.readUInt32BE(16) - 2 * width)).toBeLessThan(3);
  const csv = (await fileOf(page, chart, "CSV")).toString("utf8");
  expect(csv).toContain(columns);
  expect(csv.split("\r\n").length).toBeGreaterThan(2);
}

test("every chart downloads as PNG, SVG and CSV, in light colours also from a dark page", async () => {
  const { mira, at } = scene;
  await mira.emulateMedia({ colorScheme: "dark" });
  await mira.goto(at("/compare?runs=plain,boosted,seed23"));
  await checkFiles(mira, /^Download recall slices/, /Recall by slice against/, "metric,slice,n,baseline_run");
  await checkFiles(mira, /slice heat map$/, /Change of Recall by slice and candidate/, "slice,");
  await checkFiles(mira, /^Download .* against /, />Pareto front<\/text>/, "pareto_front");
  await expect(mira.getByRole("table", { name: "Curves" })).toBeVisible();
  await checkFiles(mira, /curves$/, / over step<\/text>/, "run,run_id,step,lowest,highest,last");
  const plot = mira.getByRole("combobox", { name: "Plot", exact: true });
  await plot.selectOption({ label: "Parallel coordinates" });
  await checkFiles(mira, /^Download parallel/, />limits of an axis<\/text>/, "run,run_id,kept");
  await mira
    .getByRole("button", { name: /^Move .* right$/ })
    .first()
    .click();
  await expect(mira).toHaveURL(/axis=/);
  await plot.selectOption({ label: "Boxes by parameter or tag" });
  await checkFiles(mira, /^Download .* by (?!recipe)/, />median<\/text>/, "run,run_id");
  await plot.selectOption({ label: "Spread over seeds" });
  await checkFiles(mira, /^Download .* by recipe/, / by recipe, /, "recipe,run,run_id");
  await mira.emulateMedia({ colorScheme: null });
});

test("choices made while others are on their way are all kept", async () => {
  const { mira, at } = scene;
  await mira.goto(at("/compare?runs=plain,boosted,seed23"));
  await expect(mira.getByRole("table", { name: "Curves" })).toBeVisible();
  let release = () => {};
  const held = new Promise<void>((done) => {
    release = done;
  });
  await mira.route(/\/compare\?.*_rsc=/, async (route) => {
    await held;
    await route.continue();
  });
  await mira.getByRole("checkbox", { name: "Log scale" }).check();
  const dimensions = mira.getByRole("navigation", { name: "Dimension" }).getByRole("link");
  await dimensions.nth(1).click();
  await dimensions.nth(0).click();
  const config = mira.locator("#config");
  await config.getByRole("link", { name: "All", exact: true }).click();
  await config.getByLabel("To").selectOption({ label: "lr-v1-s2-C1" });
  await config.getByLabel("From").selectOption({ label: "hgb-v1-seed11" });
  await config.getByRole("button", { name: "Compare" }).click();
  await mira.getByRole("combobox", { name: "Plot", exact: true }).selectOption({ label: "Parallel coordinates" });
  release();
  await expect(mira).toHaveURL(/scale=log&plot=parallel&from=boosted&to=plain&config=all/);
  expect(new URL(mira.url()).searchParams.has("dimension")).toBe(false);
  await expect(config.getByRole("img", { name: "added" }).first()).toBeVisible();
  await expect(mira.getByRole("checkbox", { name: "Log scale" })).toBeChecked();
  await mira.unroute(/\/compare\?.*_rsc=/);
});

test("a comparison is saved, renamed, opened by a colleague and attached to a request", async () => {
  const { mira, theo, project, at } = scene;
  await mira.goto(at("/compare?runs=plain,boosted,seed23&metric=recall"));
  await mira.getByRole("button", { name: "Save comparison…" }).click();
  const dialog = mira.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Trees against lines");
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await expect(mira).toHaveURL(/saved=/);
  await mira.getByRole("button", { name: "Rename" }).click();
  await dialog.getByLabel("Name").fill("Boosted trees against plain lines");
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await expect(mira.getByText("The comparison is renamed.")).toBeVisible();

  await theo.goto(at("/comparisons"));
  await theo.getByRole("link", { name: "Boosted trees against plain lines" }).click();
  await expect(theo).toHaveURL(/compare\?runs=plain,boosted,seed23.*saved=/);
  await expect(theo.getByText("Boosted trees against plain lines")).toBeVisible();
  await expect(theo.getByRole("button", { name: "Rename" })).toHaveAttribute("aria-disabled", "true");

  await requestPromotion(mira, project, "income-check", 2, "benefits-eu", "Finds more of the eligible than version 1.");
  const attached = mira.locator("#comparisons");
  await attached.getByRole("button", { name: "Attach a comparison" }).click();
  await dialog.getByLabel("Comparison").selectOption({ label: "Boosted trees against plain lines (3 runs)" });
  await dialog.getByRole("button", { name: "Attach", exact: true }).click();
  await expect(attached.getByRole("link", { name: "Boosted trees against plain lines" })).toBeVisible();
  await theo.goto(mira.url());
  const seen = theo.locator("#comparisons");
  await seen.getByRole("link", { name: "Boosted trees against plain lines" }).click();
  await expect(theo).toHaveURL(/compare\?runs=plain,boosted,seed23/);
});
