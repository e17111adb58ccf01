import { expect, type Page, test } from "@playwright/test";
import { endScene, type Scene, setScene } from "./scene";
import { approve, countEvents, createTarget, readyToApprove, requestPromotion } from "./steps";
import { fillSignIn, type Person, signIn } from "./world";

test.describe.configure({ mode: "serial" });

let scene: Scene;
/** Another reviewer, who contributes to nothing. */
let rosa: Page;
/** A second administrator. */
let dana: Page;

const person = (index: number) => scene.people[index] as Person;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000);
  scene = await setScene(browser, "people", [
    { name: "Rosa Beck", email: "rosa@example.org", roles: "reviewer", group: "Audit Office" },
    { name: "Dana Osei", email: "dana@example.org", roles: "admin", group: "Platform" },
  ]);
  [rosa, dana] = [await signIn(browser, person(3)), await signIn(browser, person(4))];
});
test.afterAll(async () => {
  await endScene(scene);
  await Promise.all([rosa, dana].map((page) => page.context().close()));
});

const inDialog = (page: Page) => page.getByRole("dialog").last();
const decisions = (page: Page) => page.getByRole("region", { name: "Decision" }).or(page.locator("aside")).first();

/** Hands the role of reviewer over to Rosa on the access page. */
async function handOverToRosa(page: Page, name: string) {
  await page.goto(scene.at("/access"));
  await page.getByRole("button", { name: "Have a colleague decide" }).click();
  const dialog = inDialog(page);
  await dialog.getByLabel("Colleague").selectOption({ label: "Rosa Beck, reviewer" });
  await dialog.getByLabel("Reason").fill("Leave");
  await dialog.getByRole("button", { name: "Hand over" }).click();
  await expect(dialog).toContainText("needs at least 10 characters");
  await dialog.getByLabel("Reason").fill("On leave for two weeks, back on the 14th.");
  await dialog.getByRole("button", { name: "Hand over" }).click();
  await expect(page.getByRole("row", { name: new RegExp(`^${name}.*Rosa Beck`) })).toContainText("in force");
}

test("a gate is waived for a time with its control, which the version shows, by nobody who contributed", async () => {
  const { mira, ada, project, at } = scene;
  await requestPromotion(mira, project, "income-check", 1, "benefits-eu", "The plain reference to beat.");
  await expect(mira.getByRole("button", { name: "Waive a gate" })).toHaveAttribute("aria-disabled", "true");
  await expect(mira.getByText("Ada Nwosu could.")).toBeAttached();
  await ada.goto(at("/promotions/1"));
  await ada.getByRole("button", { name: "Waive a gate" }).click();
  const dialog = inDialog(ada);
  const days = dialog.getByLabel("Holds for days");
  await expect(dialog).toContainText("At most 90 days at medium tier.");
  await dialog.getByLabel("Gate", { exact: true }).selectOption({ index: 1 });
  await days.fill("30");
  await dialog.getByLabel("Who answers for it").selectOption({ label: "Theo Brandt" });
  await dialog.getByLabel("Compensating control").fill("short");
  await dialog.getByLabel("Reason").fill("The successor without the gap is in training until spring.");
  await dialog.getByRole("button", { name: "Waive", exact: true }).click();
  await expect(dialog).toContainText("needs at least 10 characters");
  expect(await countEvents(scene, "waiver.granted")).toBe(0);
  await dialog.getByLabel("Compensating control").fill("Every refusal in the lowest third is read by a case worker.");
  await dialog.getByRole("button", { name: "Waive", exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(ada.getByText("in force", { exact: true }).first()).toBeVisible();
  await mira.goto(at("/models/income-check/versions/1"));
  const shown = mira.locator("#waivers");
  await expect(shown).toContainText("Every refusal in the lowest third is read by a case worker.");
  await expect(shown).toContainText("Theo Brandt answers for it");
  await expect(shown).toContainText(/(29|30) d.*, until/);
});

test("a delegate approves within limits, and reads why not beyond them", async () => {
  const { mira, theo, ada, at } = scene;
  await handOverToRosa(theo, "Theo Brandt");
  await handOverToRosa(mira, "Mira Holm");
  await readyToApprove(rosa, at("/promotions/1"));
  const sign = rosa.getByLabel("Sign", { exact: true }).first();
  await sign.selectOption({ label: "for Mira Holm" });
  await expect(rosa.getByText(/You may not approve for Mira Holm: Mira Holm requested/).first()).toBeVisible();
  await expect(rosa.getByRole("button", { name: "Approve version 1" }).first()).toHaveAttribute(
    "aria-disabled",
    "true",
  );
  await sign.selectOption({ label: "for Theo Brandt" });
  await expect(rosa.getByText(/as reviewer for Theo Brandt, on the evidence/).first()).toBeVisible();
  await rosa.getByRole("button", { name: "Approve version 1" }).first().click();
  await expect(decisions(rosa)).toContainText("Rosa Beck approved for Theo Brandt");
  await expect(rosa.getByText("1 of 2 valid").first()).toBeVisible();
  await expect(rosa.getByText("You have already approved this").first()).toBeVisible();
  await theo.goto(at("/promotions/1"));
  await expect(
    theo.getByText(/You may not approve: you (left the decision to Rosa Beck|had Rosa)/).first(),
  ).toBeVisible();
  await approve(ada, at("/promotions/1"));
  await expect(ada.getByText("2 of 2 valid").first()).toBeVisible();
  await theo.goto(at("/access"));
  await theo
    .getByRole("row", { name: /^Theo Brandt/ })
    .getByRole("button", { name: "End" })
    .click();
  await inDialog(theo).getByRole("button", { name: "End it" }).click();
  await expect(theo.getByRole("row", { name: /^Theo Brandt/ })).toContainText("ended early");
});

test("an emergency is carried out without its quorum, and a second person reviews it", async () => {
  const { mira, theo, project, at } = scene;
  await createTarget(theo, project, "benefits-us", "income-check");
  await requestPromotion(mira, project, "income-check", 2, "benefits-us", "Version 1 does not load there.");
  const promotion = new URL(mira.url()).pathname;
  await theo.goto(promotion);
  await theo.getByRole("button", { name: "Break the glass" }).first().click();
  const dialog = inDialog(theo);
  await dialog.getByLabel("Incident").fill("INC-0417");
  await dialog.getByLabel("Reason").fill("It burns.");
  await dialog.getByRole("button", { name: "Carry it out now" }).click();
  await expect(dialog).toContainText("needs at least 20 characters");
  await dialog.getByLabel("Reason").fill("The service answers nothing since two, and nobody else is awake.");
  await dialog.getByRole("button", { name: "Carry it out now" }).click();
  await expect(dialog).toBeHidden();
  await expect(theo.getByText(/Emergency, not reviewed yet/).first()).toBeVisible();
  await expect(theo.getByText("You broke the glass yourself; a second person has to review it.")).toBeAttached();
  await rosa.goto(at("/inbox"));
  await rosa.getByRole("link", { name: /^Emergency P-2/ }).click();
  await rosa.getByRole("button", { name: "Review the emergency" }).click();
  await inDialog(rosa).getByLabel("Your judgement").selectOption({ index: 1 });
  await inDialog(rosa).getByLabel("Comment").fill("Read the incident and the gates: right to act.");
  await inDialog(rosa)
    .getByRole("button", { name: /^(Sign|Review)/ })
    .click();
  await expect(rosa.getByText("Emergency, upheld by Rosa Beck.").first()).toBeVisible();
  await rosa.goto(at("/inbox?tab=done"));
  await expect(rosa.getByRole("listitem").filter({ hasText: "Emergency P-2" })).toContainText("Upheld");
});

test("who may decide is attested by others, line by line, and signed as a whole", async () => {
  const { ada, at } = scene;
  await ada.goto(at("/access/duties"));
  await ada.getByRole("button", { name: "Open a review" }).click();
  await ada.getByRole("link", { name: "A-1" }).click();
  const line = (page: Page, name: string) => page.getByRole("row", { name }).first();
  await expect(ada.getByRole("button", { name: "Complete the review" })).toHaveAttribute("aria-disabled", "true");
  await expect(line(ada, "Ada Nwosu").getByRole("button", { name: "Keep" })).toHaveAttribute("aria-disabled", "true");
  await line(ada, "Mira Holm").getByRole("button", { name: "Remove" }).click();
  await inDialog(ada).getByLabel("Reason").fill("She asks for promotions; others approve them.");
  await inDialog(ada).getByRole("button", { name: "Remove" }).click();
  await expect(line(ada, "Mira Holm")).toContainText("removed");
  const keepAll = async (page: Page) => {
    const open = page
      .getByRole("button", { name: "Keep", exact: true, disabled: false })
      .and(page.locator(":not([aria-disabled=true])"));
    const kept = page.getByText("kept", { exact: true });
    while ((await open.count()) > 0) {
      const before = await kept.count();
      await open.first().click();
      await expect(kept).toHaveCount(before + 1);
    }
  };
  await keepAll(ada);
  await dana.goto(at("/access/reviews/1"));
  await keepAll(dana);
  await expect(
    dana.getByText(/Who completes it signs: “I reviewed who may decide here \(A-1\): \d+ kept, 1 removed/),
  ).toBeVisible();
  await dana.getByRole("button", { name: "Complete the review" }).click();
  await expect(dana.getByText("completed", { exact: true }).first()).toBeVisible();
  expect(await countEvents(scene, "access_review.completed")).toBe(1);
});

test("why somebody may or may not do something is answered in a sentence, from the address", async () => {
  const { ada, at } = scene;
  await ada.goto(at("/access"));
  const ask = async (person: string, permission: string) => {
    await ada.getByLabel("Person", { exact: true }).selectOption({ label: person });
    await ada.getByLabel("Permission", { exact: true }).selectOption({ label: permission });
    await ada.getByRole("button", { name: "Explain" }).click();
    await expect(ada).toHaveURL(/person=.+&permission=/);
  };
  await ask("Rosa Beck", "Approve a promotion");
  await expect(ada.getByText(/^Rosa Beck may approve a promotion, by the role reviewer/)).toBeVisible();
  await ask("Mira Holm", "Approve a promotion");
  await expect(ada.getByText(/^Mira Holm may not approve a promotion: this needs reviewer/)).toBeVisible();
});

test("what one person wrote is not sent when another signs in in the second tab", async () => {
  const { theo, at } = scene;
  const before = await countEvents(scene, "delegation.created");
  const written = "On leave again, from the first of the month.";
  await theo.goto(at("/access"));
  await theo.getByRole("button", { name: "Have a colleague decide" }).click();
  const dialog = theo.getByRole("dialog", { name: "Have a colleague decide for you" });
  await dialog.getByLabel("Colleague").selectOption({ label: "Rosa Beck, reviewer" });
  await dialog.getByLabel("Reason").fill(written);
  await theo.context().clearCookies();
  await dialog.getByRole("button", { name: "Hand over" }).click();
  const ended = theo.getByRole("dialog", { name: "Your session has ended" });
  const opened = theo.context().waitForEvent("page");
  await ended.getByRole("link", { name: "Sign in in a new tab" }).click();
  const tab = await opened;
  await fillSignIn(tab, person(3));
  await expect(tab.getByRole("heading", { name: "You are signed in again" })).toBeVisible();
  await expect(ended.getByText(/Rosa Beck signed in, but this page belongs to Theo Brandt/)).toBeVisible();
  await expect(ended.getByRole("button", { name: "Send now" })).toHaveCount(0);
  await tab.goto("/sign-in?next=%2Fsigned-in&fresh=1");
  await fillSignIn(tab, person(1));
  await ended.getByRole("button", { name: "Send now" }).click();
  await expect(dialog).toBeHidden();
  await expect(theo.getByRole("row").filter({ hasText: written })).toContainText("in force");
  expect(await countEvents(scene, "delegation.created")).toBe(before + 1);
});
