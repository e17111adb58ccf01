import { expect, type Page } from "@playwright/test";

/** Registers the run on screen in the run table as a version of a new model, or of one that exists. */
export async function registerVersion(
  page: Page,
  project: string,
  runId: string,
  model: { create: string } | { into: string },
) {
  await page.goto(`/p/${project}/models/register?run=${runId}`);
  if ("create" in model) {
    const choose = page.getByLabel("Model", { exact: true });
    if (await choose.isVisible()) await choose.selectOption({ label: "A new model" });
    await page.getByLabel("Name", { exact: true }).fill(model.create);
    await page.getByLabel("Risk tier").selectOption("medium");
  } else {
    const option = page.getByLabel("Model", { exact: true }).locator("option", { hasText: model.into });
    await page.getByLabel("Model", { exact: true }).selectOption((await option.first().getAttribute("value")) ?? "");
  }
  await page.getByRole("button", { name: /^(Register as version|Create model and register)/ }).click();
  await expect(page).toHaveURL(/\/versions\/\d+$/);
}

/** Fills and sends the request form; the stages are watched for no time, so that the journey runs in real time. */
export async function requestPromotion(
  page: Page,
  project: string,
  model: string,
  version: number,
  target: string,
  reason: string,
) {
  await page.goto(`/p/${project}/promotions/new?model=${model}&version=${version}`);
  await page.getByLabel("To", { exact: true }).selectOption({ label: await optionWith(page, "To", target) });
  await page.getByLabel("Reason").fill(reason);
  for (const soak of await page.getByLabel("Watch for, minutes").all()) await soak.fill("0");
  await page.getByLabel("What is done to go back").fill("Point the target back at the version before.");
  await page.getByRole("button", { name: "Request promotion" }).click();
  await expect(page).toHaveURL(/\/promotions\/\d+$/);
}

async function optionWith(page: Page, label: string, text: string): Promise<string> {
  return (
    (await page.getByLabel(label, { exact: true }).locator("option", { hasText: text }).first().textContent()) ?? ""
  );
}

/** Ticks the checklist and signs; the button carries the version. */
export async function approve(page: Page, path: string) {
  await page.goto(path);
  const box = page.getByRole("group", { name: "Before you sign" }).first();
  for (const check of await box.getByRole("checkbox").all()) await check.check();
  await page
    .getByRole("button", { name: /^Approve version/ })
    .first()
    .click();
}

/** The operator confirms by hand what the target serves. */
export async function confirmServing(page: Page) {
  await page.getByRole("button", { name: /^Confirm by hand/ }).click();
  await expect(page.getByRole("button", { name: /^Confirm by hand/ })).toBeHidden();
}
