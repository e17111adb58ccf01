import { expect, type Page, test } from "@playwright/test";
import { endScene, type Scene, setScene } from "./scene";
import { countEvents, requestPromotion } from "./steps";

const written: Record<string, string> = {
  "Intended purpose": "Orders applications, so that a case worker reads likely ones first.",
  Users: "Case workers of the benefits office.",
  "Affected groups": "Applicants; part-time workers are missed most often.",
  "Reason for the class": "It prepares decisions about benefits.",
  Controls: "A person reads every low rank.",
  "Monitoring and thresholds": "Recall by slice each week; below 0.5 it alarms.",
  "Plan to stop or roll back": "The operator points the target back within ten minutes.",
  "Human oversight": "The case worker sees the score last and can overrule it.",
};
const chosen: Record<string, string> = {
  "Decision role": "Advice: a person decides",
  Complexity: "Moderate",
  "Data sensitivity": "Personal",
  "Class under the EU AI Act": "High risk: listed use (Annex III)",
  "Before controls: likelihood of harm": "4 high",
  "Before controls: impact of harm": "4 high",
  "After controls: likelihood of harm": "2 low",
  "After controls: impact of harm": "4 high",
  "Risk owner": "Mira Holm",
  "Independent validator": "Ada Nwosu",
};

test.describe.configure({ mode: "serial" });
let scene: Scene;
test.beforeAll(async ({ browser }) => {
  scene = await setScene(browser, "risk");
});
test.afterAll(() => endScene(scene));

/** The dialog that a button opens; a click before the page listens is lost. */
async function opened(page: Page, button: string | RegExp) {
  const dialog = page.getByRole("dialog");
  await expect(async () => {
    await page.getByRole("button", { name: button, exact: true }).first().click();
    await expect(dialog).toBeVisible({ timeout: 500 });
  }).toPass();
  return dialog;
}

/** Loads the promotion until its gate says so: gates are judged again by the worker. */
async function expectGate(page: Page, path: string, gate: string, text: string | RegExp) {
  await expect(async () => {
    await page.goto(path);
    await expect(page.locator(`#gate-${gate}`)).toContainText(text, { timeout: 500 });
  }).toPass({ timeout: 20_000 });
}

/** Gates that pass stand together in one line, by name alone. */
async function expectPassed(page: Page, path: string, gate: string) {
  await expect(async () => {
    await page.goto(path);
    await expect(page.locator(`span#gate-${gate}`)).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
}

test("a risk assessment is written, submitted and signed by another, and changes the tier by its rule", async () => {
  const { mira, theo, at } = scene;
  const risk = at("/models/income-check/risk");
  await mira.goto(risk);
  await mira.getByRole("link", { name: "Start the assessment" }).first().click();
  const rule = mira.getByRole("status").filter({ hasText: "tier" });
  await expect(async () => {
    await mira.getByLabel("Exposure").selectOption({ label: "High" });
    await mira.getByLabel("Purpose", { exact: true }).selectOption({ label: "Decision" });
    await expect(rule).toHaveText("The rule gives high tier.", { timeout: 500 });
  }).toPass();
  await expect(mira.getByText("Another tier than the rule gives is for a risk officer to set")).toBeVisible();

  await test.step("a draft may be open, survives a reload, and says what is missing before it is submitted", async () => {
    for (const [label, text] of Object.entries(written)) await mira.getByLabel(label, { exact: true }).fill(text);
    await mira.reload();
    await expect(rule).toHaveText("The rule gives high tier.");
    await expect(mira.getByLabel("Users", { exact: true })).toHaveValue(written.Users ?? "");
    await mira.getByLabel("Users", { exact: true }).press("Control+s");
    await expect(mira).toHaveURL(risk);
    const submit = mira.getByRole("button", { name: "Submit for sign-off" });
    await expect(submit).toHaveAttribute("aria-disabled", "true");
    await expect(mira.locator("main")).toContainText("Say whether it advises or decides automatically.");
  });

  await test.step("complete, it is submitted; its author may not sign, and is told who may", async () => {
    await mira.goto(`${risk}?edit=1`);
    for (const [label, text] of Object.entries(chosen))
      await mira.getByLabel(label, { exact: true }).selectOption({ label: text });
    await mira.getByLabel("Next review").fill("2099-06-30");
    await mira.getByLabel("Incident").check();
    await mira.getByRole("button", { name: "Save draft" }).click();
    await expect(mira).toHaveURL(risk);
    await mira.getByRole("button", { name: "Submit for sign-off" }).click();
    await expect(mira.getByText("Revision 1 waits for sign-off").first()).toBeVisible();
    await expect(mira.getByRole("button", { name: "Sign off" })).toHaveAttribute("aria-disabled", "true");
    await expect(mira.locator("main")).toContainText("You wrote in this revision");
  });

  await test.step("another signs what is on the screen, and the tier changes with the rule beside it", async () => {
    await theo.goto(risk);
    await expect(theo.getByText("The model then moves from medium to high risk")).toBeVisible();
    await expect(theo.locator("td[aria-current=true]")).toHaveText("▸ high");
    const button = theo.getByRole("button", { name: "Sign off" });
    await expect(async () => {
      await theo.getByRole("checkbox", { name: /^I have read revision 1/ }).check();
      await expect(button).not.toHaveAttribute("aria-disabled", "true", { timeout: 500 });
    }).toPass();
    await button.click();
    await expect(theo.getByText("Revision 1 signed off by Theo Brandt")).toBeVisible();
    await expect(theo.getByRole("heading", { name: "Risk of income-check" }).locator("..")).toContainText("High tier");
    expect(await countEvents(scene, "assessment.signed_off")).toBe(1);
  });
});

test("a consumer is registered, its break is shown on a promotion, and ends with another schema", async () => {
  const { mira, ada, project, at } = scene;
  const model = at("/models/income-check");
  await mira.goto(model);
  const dialog = await opened(mira, "Register a consumer");
  await dialog.getByLabel("Name").fill("Case desk");
  await dialog.getByLabel("Owner").selectOption({ label: "Theo Brandt" });
  await dialog.getByLabel("Schema").fill("{ not json");
  await dialog.getByRole("button", { name: "Register" }).click();
  await expect(dialog.getByRole("alert").first()).toContainText("JSON");
  const schema = { outputs: [{ name: "explanation", type: "string" }] };
  await dialog.getByLabel("Schema").fill(JSON.stringify(schema));
  await dialog.getByRole("button", { name: "Register" }).click();
  await expect(dialog).toBeHidden();
  await expect(mira.locator("#consumers")).toContainText("expects explanation string");
  for (const name of ["Pin another schema", "Retire"])
    await expect(mira.locator("#consumers").getByRole("button", { name })).toHaveAttribute("aria-disabled", "true");

  await requestPromotion(mira, project, "income-check", 2, "benefits-eu", "More accurate on the whole.");
  const promotion = new URL(mira.url()).pathname;
  await expectGate(mira, promotion, "contract-consumers", "Breaks Case desk: output explanation");
  await expect(mira.getByText("breaks on 1 field").first()).toBeVisible();

  await ada.goto(model);
  const pin = await opened(ada, "Pin another schema");
  await pin.getByLabel("Schema").fill(JSON.stringify({ inputs: [], outputs: [] }));
  await pin.getByRole("button", { name: "Pin schema" }).click();
  await expect(pin.getByRole("alert").first()).toBeVisible();
  await ada.keyboard.press("Escape");
  const retire = await opened(ada, "Retire");
  await retire.getByLabel("Reason").fill("The desk reads the score alone since May.");
  await retire.getByRole("button", { name: "Retire" }).click();
  await expect(ada.locator("#consumers")).toContainText("Nobody is registered");
  await expectPassed(mira, promotion, "contract-consumers");
});

test("a finding holds a promotion up until another person has verified that it is settled", async () => {
  const { mira, theo, at } = scene;
  const promotion = at("/promotions/1");
  await theo.goto(at("/models/income-check/risk"));
  const dialog = await opened(theo, "Raise a finding");
  await dialog.getByLabel("Title").fill("No");
  await dialog.getByLabel("Severity").selectOption("high");
  await dialog.getByLabel("Owner").selectOption({ label: "Mira Holm" });
  await dialog.getByLabel("Due").fill("2099-01-31");
  await dialog.getByLabel("Blocks promotions").check();
  await dialog.getByRole("button", { name: "Raise the finding" }).click();
  await expect(dialog.getByRole("alert").first()).toContainText("at least 5 characters");
  await dialog.getByLabel("Title").fill("Recall falls for part-time workers");
  await dialog.getByRole("button", { name: "Raise the finding" }).click();
  await expect(theo.getByRole("link", { name: /F-1 Recall falls/ })).toBeVisible();
  await expectGate(mira, promotion, "findings", "Open: Recall falls for part-time workers (high)");

  await mira.locator("#gate-findings").getByRole("link", { name: "Open the findings" }).click();
  await mira.getByRole("link", { name: /F-1 Recall falls/ }).click();
  const mitigate = await opened(mira, "Report as mitigated");
  await mitigate.getByLabel("Reason").fill("The weights are trained again on all hours.");
  await mitigate.getByRole("button", { name: "Report as mitigated" }).click();
  await expect(mira.getByRole("button", { name: "Verify and close" })).toHaveAttribute("aria-disabled", "true");
  await expect(mira.locator("main")).toContainText("Whoever owns or mitigated a finding does not verify it.");
  await expectGate(mira, promotion, "findings", "Open: Recall falls for part-time workers (high)");

  await theo.goto(at("/risk/findings/1"));
  const close = await opened(theo, "Verify and close");
  await close.getByLabel("Reason").fill("I looked at the slices of the new run.");
  await close.getByRole("button", { name: "Verify and close" }).click();
  await expect(close).toBeHidden();
  await expect(theo.getByRole("button", { name: "Verify and close" })).toHaveCount(0);
  await theo.goto(at("/risk/findings"));
  await expect(theo.getByText("No finding fits")).toBeVisible();
  await expectPassed(mira, promotion, "findings");
  expect(await countEvents(scene, "finding.moved")).toBe(2);
});

test("a control is mapped and noted by a risk officer, and claims nothing", async () => {
  const { ada, theo, at } = scene;
  const controls = at("/risk/controls?framework=eu_ai_act&model=income-check");
  await theo.goto(controls);
  const map = theo.getByRole("button", { name: "Map" }).first();
  await expect(map).toHaveAttribute("aria-disabled", "true");
  await expect(map).toHaveAccessibleDescription(/needs the role risk officer/);
  await ada.goto(controls);
  const row = ada.getByRole("row", { name: /Art\. 12/ });
  await expect(async () => {
    await row.getByRole("button", { name: "Map" }).click();
    await expect(ada.getByRole("dialog")).toBeVisible({ timeout: 500 });
  }).toPass();
  const dialog = ada.getByRole("dialog");
  await expect(dialog).toContainText("it does not say that the control is met");
  await dialog.getByLabel("Applies to this project").uncheck();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByRole("alert").first()).toContainText("at least 10 characters");
  await dialog.getByLabel("Applies to this project").check();
  await dialog.getByLabel("Title in your words").fill("Events are kept for ten years");
  await dialog.getByLabel("Gate results on stored evidence").check();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(row).toContainText("Events are kept for ten years");
  await expect(row).toContainText("Gate results on stored evidence, on record");
  await row.getByRole("button", { name: "Note" }).click();
  await dialog.getByLabel("Evidence", { exact: true }).selectOption("evidence_in_place");
  await dialog.getByLabel("Note").fill("Read the log of May.");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(row).toContainText("Read the log of May.");
  expect(await countEvents(scene, "control.mapped")).toBe(1);
});
