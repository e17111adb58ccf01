import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import { endScene, type Scene, setScene } from "./scene";
import { readyToApprove, requestPromotion } from "./steps";

let scene: Scene;
test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000);
  scene = await setScene(browser, "passkey");
});
test.afterAll(() => endScene(scene));

/** Gives this page's browser a built-in authenticator whose user is always there and always recognised. */
async function addAuthenticator(page: Page) {
  const browser = await page.context().newCDPSession(page);
  await browser.send("WebAuthn.enable");
  const { authenticatorId } = await browser.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  const recognise = (isUserVerified: boolean) =>
    browser.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified });
  const keys = async () => (await browser.send("WebAuthn.getCredentials", { authenticatorId })).credentials.length;
  return { recognise, keys };
}

const verify = (file: string) => spawnSync(process.execPath, ["public/verify.mjs", file], { encoding: "utf8" });

/** The evidence bundle of the promotion on screen, as a file. */
async function downloadBundle(page: Page): Promise<string> {
  const download = page.waitForEvent("download");
  await page
    .getByRole("button", { name: /evidence/i })
    .first()
    .click();
  return (await download).path();
}

test("a risk officer adds a passkey, approves with it, and the bundle proves it offline", async () => {
  test.setTimeout(180_000);
  const { ada, theo, mira, at } = scene;
  const device = await addAuthenticator(ada);
  const problems: string[] = [];
  ada.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  ada.on("pageerror", (error) => problems.push(error.message));
  const own = ada.getByRole("table", { name: "Your passkeys" });

  await test.step("a passkey is added under a name", async () => {
    await ada.goto(at("/settings/account"));
    await expect(ada.getByText("You have none.")).toBeVisible();
    await ada.getByRole("button", { name: "Add a passkey" }).click();
    const dialog = ada.getByRole("dialog", { name: "Add a passkey" });
    await dialog.getByLabel("Name").fill("   ");
    await dialog.getByRole("button", { name: "Add", exact: true }).click();
    await expect(dialog).toBeVisible();
    expect(await device.keys()).toBe(0);
    await dialog.getByLabel("Name").fill("Work laptop");
    await dialog.getByRole("button", { name: "Add", exact: true }).click();
    await expect(dialog).toBeHidden();
    await expect(own.getByRole("row", { name: /Work laptop/ })).toContainText("never");
    expect(await device.keys()).toBe(1);
  });

  await test.step("the same device is not added twice", async () => {
    await ada.getByRole("button", { name: "Add a passkey" }).click();
    const dialog = ada.getByRole("dialog", { name: "Add a passkey" });
    await dialog.getByLabel("Name").fill("Work laptop again");
    await dialog.getByRole("button", { name: "Add", exact: true }).click();
    await expect(dialog).toContainText("it holds a passkey of this account already");
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await expect(own.getByRole("row")).toHaveCount(2);
  });

  await requestPromotion(mira, scene.project, "income-check", 2, "benefits-eu", "Boosted trees find more.");
  const promotion = new URL(mira.url()).pathname;

  await test.step("whoever has no passkey is offered none", async () => {
    await readyToApprove(theo, promotion);
    await expect(theo.getByLabel("Sign with a passkey")).toHaveCount(0);
  });

  await test.step("a device that does not know its user signs nothing, and can be tried again", async () => {
    const sign = await readyToApprove(ada, promotion);
    await ada.getByLabel("Sign with a passkey").first().check();
    await device.recognise(false);
    await sign.click();
    await expect(ada.getByText(/The device did not sign/).first()).toBeVisible();
    await device.recognise(true);
    await sign.click();
    await expect(ada.getByText(/^1 of \d valid$/).first()).toBeVisible();
  });

  await test.step("the decision says so, and so does the log", async () => {
    await expect(ada.getByRole("listitem").filter({ hasText: "Ada Nwosu approved" }).first()).toContainText(
      "signed with a passkey",
    );
    await theo.goto(promotion);
    await expect(theo.getByRole("listitem").filter({ hasText: "Ada Nwosu approved" }).first()).toContainText(
      "signed with a passkey",
    );
    await expect(theo.locator("main")).toContainText("as risk officer, signed with a passkey (1 of");
  });

  await test.step("the bundle verifies offline, and not with a byte of the assertion changed", async () => {
    const file = await downloadBundle(ada);
    expect(verify(file)).toMatchObject({ status: 0, stdout: expect.stringContaining("1 passkey signature made by") });
    const text = readFileSync(file, "utf8");
    const bundle = JSON.parse(text) as { documents: { name: string; content: string }[] };
    const kept = bundle.documents.find(({ name }) => name.endsWith("/assertion.json"));
    const { signature } = JSON.parse(kept?.content ?? "{}") as { signature: string };
    const changed = `${signature.slice(0, 20)}${signature[20] === "A" ? "B" : "A"}${signature.slice(21)}`;
    const forged = test.info().outputPath("forged.json");
    writeFileSync(forged, text.replace(signature, changed));
    expect(verify(forged)).toMatchObject({ status: 1, stderr: expect.stringContaining("assertion.json was changed") });
  });

  await test.step("the passkey is removed, and what it signed still verifies", async () => {
    await ada.goto(at("/settings/account"));
    const row = own.getByRole("row", { name: /Work laptop/ });
    await expect(row).not.toContainText("never");
    await row.getByRole("button", { name: "Remove" }).click();
    await ada.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    await expect(ada.getByText("You have none.")).toBeVisible();
    await ada.goto(promotion);
    await expect(ada.getByRole("listitem").filter({ hasText: "Ada Nwosu approved" }).first()).toContainText(
      "signed with a passkey",
    );
    expect(verify(await downloadBundle(ada))).toMatchObject({ status: 0 });
  });

  expect(problems).toEqual([]);
});
