import { expect, type Locator, type Page, test } from "@playwright/test";
import { endScene, type Scene, setScene } from "./scene";
import { countEvents, readyToApprove, waitForRollout } from "./steps";
import { importLines, realRun } from "./world";

test.describe.configure({ mode: "serial" });

let scene: Scene;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000);
  scene = await setScene(browser, "twice");
});
test.afterAll(() => endScene(scene));

/** Double-clicks and waits until the log holds `n` events of a kind; then there are still no more. */
async function twice(button: Locator, action: string, n = 1) {
  await button.dblclick();
  await expect.poll(() => countEvents(scene, action), action).toBe(n);
  await scene.ada.request.get("/api/health");
  expect(await countEvents(scene, action), action).toBe(n);
}

/** Opens a dialog by a double click on its button, writes the reason and double-clicks the act. */
async function twiceWithReason(
  page: Page,
  name: string | RegExp,
  action: string,
  n = 1,
  say = "Tried by clicking twice",
) {
  await page.getByRole("button", { name }).first().dblclick();
  await page.getByRole("dialog").getByLabel("Reason").fill(say);
  await twice(page.getByRole("dialog").getByRole("button", { name }), action, n);
  await expect(page.getByRole("dialog")).toBeHidden();
}

/** Resolving a thread by keyboard while the server is away: the button keeps the focus, so that it can be tried again. */
async function keepsFocus(page: Page) {
  const button = page.locator("#discussion").getByRole("button", { name: /^(Resolve|Reopen)$/ });
  const away = "**/promotions/*";
  await page.route(away, (route) => (route.request().method() === "POST" ? route.abort() : route.fallback()));
  await button.focus();
  await button.press("Enter");
  await expect(page.getByText("The server did not answer.").first()).toBeVisible();
  await expect(button).toBeFocused();
  await page.unroute(away);
}

async function ask(version: number, n: number) {
  const { mira, at } = scene;
  await mira.goto(at(`/promotions/new?model=income-check&version=${version}`));
  const to = mira.getByLabel("To", { exact: true });
  await to.selectOption({ label: (await to.locator("option", { hasText: "benefits-eu" }).textContent()) ?? "" });
  await mira.getByLabel("Reason").fill("Asked for by clicking twice on the button.");
  for (const soak of await mira.getByLabel("Watch for, minutes").all()) await soak.fill("0");
  await mira.getByLabel("What is done to go back").fill("Point the target back at the version before.");
  await twice(mira.getByRole("button", { name: "Request promotion" }), "promotion.requested", n);
  await expect(mira).toHaveURL(/\/promotions\/\d+$/);
}

test("a model, a version, a target, a token and a member come once", async ({ request }) => {
  const { mira, theo, ada, at, project, token } = scene;
  await mira.goto(at("/models"));
  await mira.getByRole("button", { name: "Create model" }).dblclick();
  await mira.getByLabel("Name", { exact: true }).fill("clicked-twice");
  await mira.getByLabel("Risk tier").selectOption("medium");
  await twice(mira.getByRole("dialog").getByRole("button", { name: "Create model" }), "model.created", 2);
  await expect(mira).toHaveURL(/\/models\/clicked-twice$/);

  await importLines(request, project, token, [realRun("lr-v2-s2-C0.1", "another", { seed: 77 })]);
  await mira.goto(at("/models/register?run=another"));
  const model = mira.getByLabel("Model", { exact: true });
  const option = model.locator("option", { hasText: "clicked-twice" });
  await model.selectOption((await option.getAttribute("value")) ?? "");
  await twice(mira.getByRole("button", { name: /^Register as version/ }), "version.registered", 3);
  await expect(mira).toHaveURL(/\/clicked-twice\/versions\/1$/);

  await theo.goto(at("/settings/targets"));
  await theo.getByLabel("Name", { exact: true }).fill("twice-eu");
  await theo.getByLabel("Model", { exact: true }).selectOption("clicked-twice");
  await theo.getByLabel("Environment").selectOption("staging");
  await twice(theo.getByRole("button", { name: "Create target" }), "target.created", 2);

  await ada.goto(at("/settings/tokens"));
  const before = await countEvents(scene, "token.created");
  await ada.getByRole("button", { name: "Create a token" }).first().dblclick();
  await ada.getByLabel("Name", { exact: false }).fill("clicked twice");
  await ada.getByLabel("ingest", { exact: true }).check();
  await twice(ada.getByRole("button", { name: "Create token" }), "token.created", before + 1);
  await ada.getByRole("button", { name: "I have copied it" }).click();
  await ada.getByRole("button", { name: "Revoke clicked twice" }).dblclick();
  await twice(ada.getByRole("button", { name: "Revoke the token" }), "token.revoked");

  await ada.goto(at("/settings/members"));
  const members = await countEvents(scene, "member.added");
  await ada.getByRole("button", { name: "Add a person" }).dblclick();
  await ada.getByLabel("E-mail").fill(`twice-${project}@example.org`);
  await ada.getByLabel("Name", { exact: false }).first().fill("Twice Added");
  await ada.getByLabel("Viewer", { exact: true }).check();
  await twice(ada.getByRole("button", { name: "Add to the project" }), "member.added", members + 1);
});

test("a run is archived once and restored once", async () => {
  const { mira, at } = scene;
  await mira.goto(at("/runs/another"));
  await mira.getByRole("button", { name: "Archive…" }).dblclick();
  await twice(mira.getByRole("dialog").getByRole("button", { name: "Archive the run" }), "run.archived");
  await mira.getByRole("button", { name: "Restore" }).dblclick();
  await twice(mira.getByRole("dialog").getByRole("button", { name: "Restore the run" }), "run.restored");
});

test("a request, a comment and every decision come once", async () => {
  const { mira, theo, ada, at } = scene;
  await ask(1, 1);
  await mira.getByLabel("New thread").fill("Said by clicking twice.");
  await twice(mira.getByRole("button", { name: "Start thread" }), "promotion.commented");
  await expect(mira.locator("#discussion").getByText("Said by clicking twice.")).toHaveCount(1);
  await keepsFocus(mira);

  await twice(await readyToApprove(theo, at("/promotions/1")), "promotion.approved");
  await ada.goto(at("/promotions/1"));
  await twiceWithReason(ada, "Request changes", "promotion.changes_requested");
  await twiceWithReason(ada, /^Clear/, "promotion.decision_cleared");
  await twice(await readyToApprove(ada, at("/promotions/1")), "promotion.approved", 2);
  await expect(ada.getByText("2 of 2 valid").first()).toBeVisible();
});

test("every act on a rollout happens once", async () => {
  const { theo, at } = scene;
  await waitForRollout(theo, at("/deployments/rollouts/1"));
  await twice(theo.getByRole("button", { name: /^Confirm by hand/ }), "rollout.applied");
  await twiceWithReason(theo, "Pause", "rollout.paused");
  await twiceWithReason(theo, "Resume", "rollout.resumed");
  await twice(theo.getByRole("button", { name: /^Advance to/ }), "rollout.advanced");
  await expect(theo.getByRole("button", { name: /^Confirm by hand/ })).toBeVisible();
  await theo.getByRole("button", { name: /^Confirm by hand/ }).dblclick();
  await expect(theo.getByRole("button", { name: /^Confirm by hand/ })).toBeHidden();
  await twiceWithReason(theo, /^Roll back to/, "rollout.rollback_started");
  await expect(theo.getByText("Rolling back").first()).toBeVisible();
  await twice(theo.getByRole("button", { name: /^Confirm by hand/ }), "rollout.rolled_back");
  await theo.goto(at("/deployments/targets/benefits-eu"));
  await twiceWithReason(theo, "Release hold", "target.hold_released");
});

test("a rejection and a withdrawal come once", async () => {
  const { mira, ada, at } = scene;
  await ask(2, 2);
  await ada.goto(at("/promotions/2"));
  await twiceWithReason(ada, "Reject", "promotion.rejected");
  await expect(ada.getByText("Review clock")).toBeHidden();
  await mira.goto(at("/promotions/2"));
  await twiceWithReason(mira, "Withdraw", "promotion.withdrawn");
});

test("a card, an assessment and a finding are written once", async () => {
  const { mira, ada, at } = scene;
  await mira.goto(at("/models/income-check/versions/2/card?edit=1"));
  await mira.getByRole("textbox", { name: /^Limitations/ }).fill("Written by clicking twice.");
  await twice(mira.getByRole("button", { name: /^Save revision/ }), "card.edited");
  await ada.goto(at("/models/income-check/risk?edit=1"));
  await ada.getByLabel("Intended purpose").fill("Written by clicking twice.");
  await twice(ada.getByRole("button", { name: "Save draft" }), "assessment.saved");
  await ada.goto(at("/models/income-check"));
  await ada.getByRole("button", { name: "Raise a finding" }).first().dblclick();
  const dialog = ada.getByRole("dialog");
  await dialog.getByLabel("Title").fill("Written by clicking twice");
  await dialog.getByLabel("Owner").selectOption({ label: "Theo Brandt" });
  await dialog.getByLabel("Due").fill("2099-01-31");
  await twice(dialog.getByRole("button", { name: "Raise the finding" }), "finding.raised");
});
