import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
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

test("every chart is drawn with its figures beside it, and downloads as real SVG", async () => {
  const { mira, at } = scene;
  await mira.goto(at("/compare?runs=plain,boosted,seed23"));
  await expect(mira.getByLabel(/Arrows move the cursor/)).toBeVisible();
  await expect(mira.getByRole("table", { name: "Curves" })).toBeVisible();
  await expect(mira.getByLabel(/Arrows move from cell to cell/)).toBeVisible();
  await expect(mira.getByLabel(/Arrows go from run to run/)).toBeVisible();
  const plot = mira.getByRole("combobox", { name: "Plot", exact: true });
  await plot.selectOption({ label: "Parallel coordinates" });
  await expect(mira.getByRole("img", { name: /3 runs over .* within the limits/ })).toBeVisible();
  await mira
    .getByRole("button", { name: /^Move .* right$/ })
    .first()
    .click();
  await expect(mira).toHaveURL(/axis=/);
  await plot.selectOption({ label: "Boxes by parameter or tag" });
  const boxes = mira.getByRole("img", { name: /groups; figures in the table below/ });
  await expect(boxes).toBeVisible();
  await expect(mira).toHaveURL(/plot=box/);
  const [download] = await Promise.all([
    mira.waitForEvent("download"),
    mira
      .getByRole("group", { name: /^Download .* by / })
      .getByRole("button", { name: "SVG" })
      .click(),
  ]);
  const drawing = readFileSync(await download.path(), "utf8");
  expect(drawing).toMatch(/^(<\?xml[^>]*>\s*)?<svg[^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  expect(drawing).toContain("<rect");
  const config = mira.locator("#config");
  await config.getByLabel("To").selectOption({ label: "lr-v1-s2-C1" });
  await config.getByLabel("From").selectOption({ label: "hgb-v1-seed11" });
  await config.getByRole("button", { name: "Compare" }).click();
  await expect(mira).toHaveURL(/from=boosted&to=plain/);
  await expect(config.getByRole("img", { name: "added" }).first()).toBeVisible();
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
