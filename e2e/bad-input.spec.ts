import { expect, type Locator, type Page, test } from "@playwright/test";
import { endScene, type Scene, setScene } from "./scene";
import { approve, confirmServing, countEvents, readyToApprove, requestPromotion, waitForRollout } from "./steps";

test.describe.configure({ mode: "serial" });

let scene: Scene;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000);
  scene = await setScene(browser, "bad-input");
});
test.afterAll(() => endScene(scene));

const sentence = "The plain reference that anything else has to beat.";
const count = (action: string) => countEvents(scene, action);

/** Presses two buttons of two people at the same moment. */
const atOnce = (...buttons: Locator[]) => Promise.all(buttons.map((button) => button.click()));

/** Clicks what sends a server action, holds the request back and answers it. */
async function captureAction(page: Page, send: () => Promise<void>) {
  const isAction = (method: string, headers: Record<string, string>) => method === "POST" && "next-action" in headers;
  await page.route("**/*", (route) =>
    isAction(route.request().method(), route.request().headers()) ? route.abort() : route.fallback(),
  );
  const [sent] = await Promise.all([page.waitForRequest((r) => isAction(r.method(), r.headers())), send()]);
  await page.unroute("**/*");
  return sent;
}

test("a request that cannot be sent loses no word and can be sent again", async () => {
  const { mira, project } = scene;
  await captureAction(mira, async () => {
    await mira.goto(scene.at("/promotions/new?model=income-check&version=1"));
    await mira
      .getByLabel("To", { exact: true })
      .selectOption({ index: (await mira.getByLabel("To", { exact: true }).locator("option").count()) - 1 });
    await mira.getByLabel("Reason").fill(sentence);
    await mira.getByLabel("What is done to go back").fill("Point the target back at the version before.");
    await mira.getByRole("button", { name: "Request promotion" }).click();
  });
  await expect(mira.getByText("What you wrote is still here")).toBeVisible();
  await expect(mira.getByLabel("Reason")).toHaveValue(sentence);
  expect(await count("promotion.requested")).toBe(0);
  await requestPromotion(mira, project, "income-check", 1, "benefits-eu", sentence);
  expect(await count("promotion.requested")).toBe(1);
});

test("nobody approves their own request, by button or by sending what another's button sends", async () => {
  const { mira, theo, at } = scene;
  await mira.goto(at("/promotions/1"));
  const own = mira.getByRole("button", { name: "Approve version 1" }).first();
  await expect(own).toHaveAttribute("aria-disabled", "true");
  await expect(mira.getByText(/You may not approve: you .*requested/).first()).toBeVisible();

  const button = await readyToApprove(theo, at("/promotions/1"));
  const sent = await captureAction(theo, () => button.click());
  await expect(theo.getByText("What you wrote is still here")).toBeVisible();
  const headers = sent.headers();
  const send = (changes: Record<string, string>) =>
    mira.request.post(sent.url(), {
      headers: {
        accept: "text/x-component",
        "content-type": headers["content-type"] ?? "",
        "next-action": headers["next-action"] ?? "",
        origin: new URL(sent.url()).origin,
        ...changes,
      },
      data: sent.postDataBuffer() ?? "",
    });
  expect(await (await send({})).text()).toContain("You may not approve");
  expect(await (await send({ origin: "https://elsewhere.example" })).text()).not.toContain('"ok":true');
  expect(await count("promotion.approved")).toBe(0);
  expect(await count("promotion.decision_refused")).toBe(1);
});

test("an approval of what is no longer there is refused with what changed, and nothing is approved", async () => {
  const { mira, theo, at } = scene;
  const button = await readyToApprove(theo, at("/promotions/1"));
  await mira.goto(at("/models/income-check/versions/1/card?edit=1"));
  await mira
    .getByRole("textbox", { name: /^Limitations/ })
    .fill("Finds fewer of the eligible among people who work under 35 hours.");
  await mira.getByRole("button", { name: /^Save revision/ }).click();
  await expect(mira.getByRole("link", { name: "Revision 1" }).first()).toBeVisible();
  await button.click();
  const refusal = theo.getByRole("alert").filter({ hasText: "changed since it was shown to you" }).first();
  await expect(refusal).toBeVisible();
  await expect(refusal).toContainText("Look at what changed");
  await expect(refusal).toContainText("is now");
  expect(await count("promotion.approved")).toBe(0);
  await theo.getByRole("button", { name: "Show the present state" }).first().click();
  await expect(theo.getByRole("group", { name: "Before you sign" }).first()).toBeVisible();
  await expect(theo.getByText("0 of 2 valid").first()).toBeVisible();
});

test("two approvals in the same moment both count, and it is carried out once", async () => {
  const { theo, ada, at } = scene;
  const buttons = [await readyToApprove(theo, at("/promotions/1")), await readyToApprove(ada, at("/promotions/1"))];
  await atOnce(...buttons);
  for (const page of [theo, ada]) {
    // Whoever was first may have seen the count before the other's approval.
    await expect(page.getByText(/^[12] of 2 valid$/).first()).toBeVisible();
    await page.goto(at("/promotions/1"));
    await expect(page.getByText("2 of 2 valid").first()).toBeVisible();
  }
  expect(await count("promotion.approved")).toBe(2);
  expect(await count("promotion.fully_approved")).toBe(1);
  await waitForRollout(theo, at("/deployments/rollouts/1"));
  expect(await count("promotion.executed")).toBe(1);
  expect((await theo.goto(at("/deployments/rollouts/2")))?.status()).toBe(404);
});

test("an approval and a roll back in the same moment: the roll back wins, the approved one waits behind the hold", async () => {
  const { mira, theo, ada, project, at } = scene;
  await theo.goto(at("/deployments/rollouts/1"));
  await confirmServing(theo);
  await requestPromotion(mira, project, "income-check", 2, "benefits-eu", "Finds more of the eligible in every slice.");
  await approve(theo, at("/promotions/2"));
  await expect(theo.getByText("1 of 2 valid").first()).toBeVisible();
  const sign = await readyToApprove(ada, at("/promotions/2"));
  await theo.goto(at("/deployments/rollouts/1"));
  await theo.getByRole("button", { name: /^Roll back to/ }).click();
  await theo.getByLabel("Reason").fill("Time-outs doubled on the canary");
  await atOnce(sign, theo.getByRole("dialog").getByRole("button", { name: /^Roll back to/ }));
  await expect(theo.getByText("Rolling back").first()).toBeVisible();
  await expect(ada.getByText(/2 of 2 valid|changed since it was shown/).first()).toBeVisible();
  await theo.reload();
  await confirmServing(theo);
  await expect(theo.getByText("Rolled back").first()).toBeVisible();
  await theo.goto(at("/deployments"));
  await expect(theo.locator("main")).toContainText("Held");
  expect(await count("rollout.rollback_started")).toBe(1);
  expect(await count("promotion.executed")).toBe(1);
  expect((await theo.goto(at("/deployments/rollouts/2")))?.status()).toBe(404);
});

test("a reason of a megabyte is refused by name, and every character is kept", async () => {
  const { mira, theo, ada, at } = scene;
  const long = "reason ".repeat(150_000);
  const whole = long.length.toLocaleString("en-US");
  const trimmed = (long.length - 1).toLocaleString("en-US");
  await mira.goto(at("/promotions/new?model=income-check&version=1"));
  await mira.getByLabel("Reason").fill(long);
  await expect(mira.getByText(`${whole} of 4,000 characters`)).toBeVisible();
  await mira.getByRole("button", { name: "Request promotion" }).click();
  await expect(
    mira.getByText(`The reason may have 4,000 characters; this has ${trimmed}. Shorten it`).first(),
  ).toBeVisible();
  expect(await mira.getByLabel("Reason").inputValue()).toBe(long);

  await theo.goto(at("/promotions/2"));
  await theo.getByLabel("New thread").fill(long);
  await theo.getByRole("button", { name: "Start thread" }).click();
  await expect(theo.getByText(`The comment may have 10,000 characters; this has ${trimmed}`).first()).toBeVisible();
  expect(await theo.getByLabel("New thread").inputValue()).toBe(long);

  await ada.goto(at("/promotions/2"));
  await ada.getByRole("button", { name: "Reject" }).first().click();
  await ada.getByRole("dialog").getByLabel("Reason").fill(long);
  await ada.getByRole("dialog").getByRole("button", { name: "Reject" }).click();
  await expect(ada.getByText(`The reason may have 4,000 characters; this has ${trimmed}`).first()).toBeVisible();
  expect(await ada.getByRole("dialog").getByLabel("Reason").inputValue()).toBe(long);
  expect(await count("promotion.rejected")).toBe(0);
  expect(await count("promotion.commented")).toBe(0);
});
