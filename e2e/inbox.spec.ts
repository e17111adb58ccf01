import { expect, type Page, test } from "@playwright/test";

const project = "/p/public-services";

async function signInAs(page: Page, name: string) {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: new RegExp(`Sign in as ${name}`) }).click();
  await expect(page).toHaveURL(/\/p\//);
}

test("a risk officer reaches what waits by keyboard, and reads what they were told", async ({ page }) => {
  await signInAs(page, "Ines Okafor");
  // Keys count once the page listens.
  await expect(async () => {
    await page.keyboard.press("g");
    await page.keyboard.press("i");
    await expect(page).toHaveURL(`${project}/inbox`, { timeout: 3_000 });
  }).toPass();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Inbox");
  await expect(page.getByRole("link", { name: /^P-6 / })).toBeVisible();
  await page.getByRole("link", { name: /^Notifications/ }).click();
  await expect(page).toHaveURL(/tab=told/);
  await page.getByRole("link", { name: /^Unread/ }).click();
  await expect(page).toHaveURL(/unread=1/, { timeout: 30_000 });
  const rows = page.locator("[data-row-id]");
  const before = await rows.count();
  expect(before).toBeGreaterThan(0);
  await expect(async () => {
    await page.keyboard.press("j");
    await expect(page.locator("[data-row-id]:focus")).toHaveCount(1, { timeout: 1_000 });
  }).toPass();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/(promotions|deployments)\//, { timeout: 30_000 });
  await page.goto(`${project}/inbox?tab=told&unread=1`);
  await expect(rows).toHaveCount(before - 1);
});

test("the navigation's count is asked for again by itself", async ({ page }) => {
  await signInAs(page, "Tomás Beck");
  await page.clock.install();
  await page.goto(`${project}/inbox`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Inbox");
  await page.waitForLoadState("networkidle");
  const counts = page.waitForResponse((answer) => answer.url().endsWith("/inbox/counts"));
  // Half a minute passes in the browser.
  await page.clock.runFor(31_000);
  expect((await counts).status()).toBe(200);
});

test("a person changes how they are told, and a wrong pair of hours says what to do", async ({ page }) => {
  await signInAs(page, "Marta Lindqvist");
  await page.goto(`${project}/settings/notifications`);
  await expect(page.getByText("This installation sends no mail")).toBeVisible();
  await page.getByRole("checkbox", { name: "Discussions: in the inbox" }).uncheck();
  await page.getByLabel("No mail from").selectOption("22");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Choose both hours, or neither.")).toBeVisible();
  await page.getByLabel("Until").selectOption("7");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Saved")).toBeVisible();
  await page.reload();
  await expect(page.getByRole("checkbox", { name: "Discussions: in the inbox" })).not.toBeChecked();
  await expect(page.getByLabel("Until")).toHaveValue("7");
});

test("a webhook to an internal address is refused where it is typed, and only administrators make one", async ({
  page,
}) => {
  await signInAs(page, "Dana Osei");
  await page.goto(`${project}/settings/webhooks`);
  await page.getByRole("button", { name: "Create a webhook" }).click();
  await page.getByLabel("Name").fill("Cloud metadata");
  await page.getByLabel("Address").fill("https://169.254.169.254/latest/meta-data");
  await page.getByRole("checkbox", { name: /^promotion\.\*/ }).check();
  await page.getByRole("button", { name: "Create webhook" }).click();
  await expect(page.getByText("The address leads to an internal address (link local).")).toBeVisible();
  await expect(page.getByLabel("Name")).toHaveValue("Cloud metadata");
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("Cloud metadata")).toHaveCount(0);
  await page.context().clearCookies();
  await signInAs(page, "Marta Lindqvist");
  const answer = await page.goto(`${project}/settings/webhooks`);
  expect(answer?.status()).toBe(403);
});

test("a mail-off link that was altered changes nothing and says where to go", async ({ page }) => {
  const answer = await page.goto("/unsubscribe?token=1.abc.forged");
  expect(answer?.status()).toBe(200);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This link cannot be used");
  const posted = await page.request.post("/api/unsubscribe?token=1.abc.forged");
  expect(posted.status()).toBe(404);
});
