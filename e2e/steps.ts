import { expect, type Locator, type Page } from "@playwright/test";
import type { Scene } from "./scene";

/** Registers the run on screen in the run table as a version of a new model, or of one that exists. */
export async function registerVersion(
  page: Page,
  project: string,
  runId: string,
  model: { create: string; tier?: "low" | "medium" } | { into: string },
) {
  await page.goto(`/p/${project}/models/register?run=${runId}`);
  if ("create" in model) {
    const choose = page.getByLabel("Model", { exact: true });
    if (await choose.isVisible()) await choose.selectOption({ label: "A new model" });
    await page.getByLabel("Name", { exact: true }).fill(model.create);
    await page.getByLabel("Risk tier").selectOption(model.tier ?? "medium");
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

/** How many events of one kind the project's log holds. */
export async function countEvents({ ada, token }: Pick<Scene, "ada" | "token">, action: string): Promise<number> {
  const answer = await ada.request.get("/api/v1/audit/events", {
    params: { action, limit: 100 },
    headers: { authorization: `Bearer ${token}` },
  });
  expect(answer.status(), await answer.text()).toBe(200);
  return ((await answer.json()) as { items: unknown[] }).items.length;
}

/** Creates a target in production on the settings page. */
export async function createTarget(page: Page, project: string, name: string, model: string) {
  await page.goto(`/p/${project}/settings/targets`);
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Model", { exact: true }).selectOption(model);
  await page.getByLabel("Environment").selectOption("production");
  await page.getByRole("button", { name: "Create target" }).click();
  await expect(page.getByRole("link", { name }).first()).toBeVisible();
}

/** Opens a promotion and ticks the checklist, so that one click signs; answers that button, which carries the version. */
export async function readyToApprove(page: Page, path: string): Promise<Locator> {
  await page.goto(path);
  const box = page.getByRole("group", { name: "Before you sign" }).first();
  const button = page.getByRole("button", { name: /^Approve version/ }).first();
  await expect(box).toBeVisible();
  // Ticks made before the page listens are lost.
  await expect(async () => {
    for (const check of await box.getByRole("checkbox").all()) await check.check();
    await expect(button).toBeEnabled({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
  return button;
}

/** Opens a promotion, ticks the checklist and signs. */
export async function approve(page: Page, path: string) {
  await (await readyToApprove(page, path)).click();
}

/** The operator confirms by hand what the target serves. */
export async function confirmServing(page: Page) {
  await page.getByRole("button", { name: /^Confirm by hand/ }).click();
  await expect(page.getByRole("button", { name: /^Confirm by hand/ })).toBeHidden();
}

/** Opens the page of a rollout that the worker is about to start. */
export async function waitForRollout(page: Page, path: string) {
  await expect(async () => {
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(200);
  }).toPass({ timeout: 30_000 });
}

/** Confirms and advances until the rollout is complete. */
export async function rollOut(page: Page, path: string) {
  await waitForRollout(page, path);
  for (let stage = 0; stage < 6; stage++) {
    await confirmServing(page);
    const advance = page.getByRole("button", { name: /^(Advance to|Complete rollout)/ });
    const last = (await advance.textContent())?.startsWith("Complete");
    await advance.click();
    if (last) break;
    await expect(page.getByRole("button", { name: /^Confirm by hand/ })).toBeVisible();
  }
  await expect(page.getByText("Completed").first()).toBeVisible();
}
