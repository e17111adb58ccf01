import { expect, type Page, test } from "@playwright/test";
import { byStandard, ofColour, seriousViolations, showIn } from "./accessibility";

test.describe.configure({ mode: "parallel" });

const project = "/p/public-services";

/** First address on a page that matches, so that the sweep follows the product instead of ids. */
async function linkOn(page: Page, from: string, pattern: RegExp): Promise<string> {
  await page.goto(from);
  const links = page.locator("main a");
  const find = async () => {
    const hrefs = await links.evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
    return hrefs.find((href) => pattern.test(href)) ?? "";
  };
  // A list may come in after its page.
  await expect.poll(find, `a link like ${pattern} on ${from}`).not.toBe("");
  return find();
}

async function allPages(page: Page): Promise<string[]> {
  const experiment = await linkOn(page, `${project}/experiments`, /\/experiments\/[0-9a-f]{32}/);
  const run = await linkOn(page, experiment, /\/runs\/[0-9a-f]{32}/);
  const other = await linkOn(page, `${project}/models/income-eligibility/versions/1`, /\/runs\/[0-9a-f]{32}/);
  const event = await linkOn(page, `${project}/audit`, /\/audit\?.*event=|\/audit\/[0-9a-f]{32}/);
  const policy = await linkOn(page, `${project}/policies`, /\/policies\/[^?]+$/);
  const comparison = await linkOn(page, `${project}/comparisons`, /\/comparisons\/[0-9a-f]{32}/);
  const ids = [other, run].map((href) => href.split("/runs/")[1]?.split("?")[0]);
  return [
    project,
    `${project}/experiments`,
    `${project}/experiments?view=runs`,
    `${project}/experiments?view=runs&group=algorithm&saved=none`,
    experiment,
    run,
    other,
    `${project}/compare?runs=${ids.join(",")}`,
    `${project}/comparisons`,
    comparison,
    `${project}/models`,
    `${project}/models/income-eligibility`,
    `${project}/models/income-eligibility/versions/2`,
    `${project}/models/income-eligibility/versions/1/card`,
    `${project}/models/income-eligibility/versions/2/card`,
    `${project}/models/income-eligibility/versions/2/card/compare`,
    `${project}/models/income-eligibility/versions/1/card/report`,
    `${project}/inbox`,
    `${project}/inbox?tab=named`,
    `${project}/inbox?tab=done`,
    `${project}/inbox?tab=told`,
    `${project}/promotions`,
    `${project}/promotions?view=all`,
    `${project}/promotions/4`,
    `${project}/promotions/6`,
    `${project}/promotions/6/evidence`,
    `${project}/promotions/new?model=income-eligibility&version=2`,
    `${project}/deployments`,
    `${project}/deployments/rollouts/4`,
    `${project}/deployments/rollouts/5`,
    `${project}/deployments/targets/precheck-eu`,
    `${project}/risk`,
    `${project}/risk/findings`,
    `${project}/risk/findings/1`,
    `${project}/risk/controls`,
    `${project}/models/eligibility-precheck/risk`,
    `${project}/policies`,
    policy,
    `${project}/policies/applies?model=income-eligibility&environment=production`,
    `${project}/policies/drafts/1`,
    `${project}/policies/drafts/2?view=changes`,
    `${project}/policies/drafts/2?view=backtest`,
    `${project}/access`,
    `${project}/access/duties`,
    `${project}/access/reviews/1`,
    `${project}/promotions/8`,
    `${project}/audit`,
    event,
    `${project}/settings`,
    `${project}/settings/members`,
    `${project}/settings/tokens`,
    `${project}/settings/sources`,
    `${project}/settings/targets`,
    `${project}/settings/account`,
    `${project}/settings/notifications`,
    `${project}/settings/webhooks`,
    `${project}/promotions/99999`,
    "/docs/api",
  ];
}

async function signInAs(page: Page, name: string) {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: new RegExp(`Sign in as ${name}`) }).click();
  await expect(page).toHaveURL(/\/p\//);
}

/** Half of the pages each, so that two workers can share them. */
for (const half of [0, 1]) {
  test(`no page has a serious accessibility violation in light or dark, or scrolls sideways (${half + 1} of 2)`, async ({
    browser,
  }) => {
    test.setTimeout(400_000);
    const context = await browser.newContext({ colorScheme: "light", reducedMotion: "reduce" });
    const page = await context.newPage();
    await signInAs(page, "Dana Osei");
    // A window of its own: one that is made narrow and wide again for every page is slower, and may wait for a frame for ever.
    const narrowContext = await browser.newContext({
      viewport: { width: 390, height: 844 },
      reducedMotion: "reduce",
      storageState: await context.storageState(),
    });
    const narrow = await narrowContext.newPage();
    const broken: string[] = [];
    for (const each of [page, narrow]) each.on("pageerror", (error) => broken.push(`${each.url()}: ${error.message}`));
    const pages = (await allPages(page)).filter((_, index) => index % 2 === half);
    for (const path of pages) {
      await test.step(path, async () => {
        const answer = await page.goto(path);
        expect(answer?.status(), path).toBe(path.endsWith("99999") ? 404 : 200);
        await expect(page.locator("h1").first()).toBeVisible();
        expect.soft(await seriousViolations(page, byStandard), path).toEqual([]);
        await showIn(page, "dark");
        expect.soft(await seriousViolations(page, ofColour), `${path}, dark`).toEqual([]);
        await page.emulateMedia({ colorScheme: "light" });
        await narrow.goto(path);
        await expect(narrow.locator("h1").first()).toBeVisible();
        const wider = await narrow.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect.soft(wider, `${path} at 390 px`).toBeLessThanOrEqual(0);
      });
    }
    expect(broken).toEqual([]);
    await narrowContext.close();
    await context.close();
  });
}

test("a reviewer finds, opens and reaches the decision by keyboard alone", async ({ page }) => {
  await signInAs(page, "Ines Okafor");
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("combobox", { name: "Search or jump to" })).toBeFocused();
  await page.keyboard.type("P-6");
  await expect(page.getByRole("option", { name: /P-6/ }).first()).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/promotions\/6$/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("eligibility-precheck");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
});
