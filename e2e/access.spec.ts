import { type Browser, expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "./accessibility";

const unique = () => `${Date.now().toString(36)}${Math.floor(Math.random() * 1e6).toString(36)}`;

/** Signs in as one of the demo's people and answers the path of their project. */
async function signInAs(page: Page, name: string): Promise<string> {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: `Sign in as ${name}` }).click();
  await page.waitForURL((url) => url.pathname.startsWith("/p/"));
  return /^\/p\/[^/]+/.exec(new URL(page.url()).pathname)?.[0] ?? "";
}

async function newPage(browser: Browser): Promise<Page> {
  return (await browser.newContext()).newPage();
}

test("signing out ends the session on the server, not only in the browser", async ({ page, context }) => {
  const project = await signInAs(page, "Tomás Beck");
  const kept = await context.cookies();
  const session = kept.find(({ name }) => name.endsWith("countersign.session"));
  expect(session).toMatchObject({ httpOnly: true, sameSite: "Lax" });
  await page.getByRole("button", { name: /^Your account/ }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("**/sign-in");
  await context.addCookies(kept);
  await page.goto(`${project}/settings/members`);
  await expect(page).toHaveURL(`/sign-in?next=${encodeURIComponent(`${project}/settings/members`)}`);
});

test("an invited person sets a password once, signs in with it and sees what the role allows", async ({
  page,
  browser,
}) => {
  const project = await signInAs(page, "Dana Osei");
  const [name, email] = [`Zoë <b>Ruíz</b> \u202eabc`, `zoe-${unique()}@example.org`];
  await page.goto(`${project}/settings/members`);
  await page.getByRole("button", { name: "Add a person" }).click();
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Reviewer", { exact: true }).check();
  await page.getByRole("button", { name: "Add to the project" }).click();
  await expect(page.getByText("Nobody here has this e-mail yet")).toBeVisible();
  await page.getByLabel("Name", { exact: false }).first().fill(name);
  await page.getByLabel("Admin", { exact: true }).check();
  await expect(page.getByText("may approve and give the role to approve")).toBeVisible();
  await page.getByLabel("Admin", { exact: true }).uncheck();
  await page.getByRole("button", { name: "Add to the project" }).click();
  const link = (await page.locator("dialog pre").textContent()) ?? "";
  expect(link).toContain("/setup?token=");

  const theirs = await newPage(browser);
  await theirs.goto(link);
  await expect(theirs.getByRole("heading", { name: "Welcome" })).toBeVisible();
  await theirs.getByLabel("Password").fill("short");
  await theirs.getByRole("button", { name: "Set password" }).click();
  await expect(theirs).toHaveURL(/setup/);
  await theirs.getByLabel("Password").fill("four unrelated words here");
  await theirs.getByRole("button", { name: "Set password" }).click();
  await theirs.waitForURL((url) => url.pathname.startsWith("/p/"));

  const again = await newPage(browser);
  await again.goto(link);
  await expect(again.getByRole("heading", { name: "This link cannot be used" })).toBeVisible();
  await again.goto(`/sign-in?next=${encodeURIComponent(`${project}/settings/tokens`)}`);
  await again.getByLabel("E-mail").fill(email);
  await again.getByLabel("Password").fill("not the password");
  await again.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(again.getByRole("alert").filter({ hasText: "not right" })).toBeVisible();
  await expect(again.getByLabel("E-mail")).toHaveValue(email);
  await again.getByLabel("Password").fill("four unrelated words here");
  await again.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(again.getByRole("heading", { name: "You may not see API tokens" })).toBeVisible();
  await expect(again.getByText("Your roles here: reviewer.")).toBeVisible();
});

test("an API token is shown once, works until it is revoked, and says so", async ({ page, request }) => {
  const project = await signInAs(page, "Dana Osei");
  const name = `pipeline ${unique()}`;
  await page.goto(`${project}/settings/tokens`);
  await page.getByRole("button", { name: "Create a token" }).first().click();
  await page.getByLabel("Name", { exact: false }).fill(name);
  await page.getByLabel("ingest", { exact: true }).check();
  await page.getByRole("button", { name: "Create token" }).click();
  const token = (await page.locator("dialog pre").first().textContent()) ?? "";
  expect(token).toMatch(/^cs_pat_[0-9A-Za-z]{36}$/);
  await page.getByRole("button", { name: "I have copied it" }).click();
  const send = () => request.post("/api/v1/imports/runs", { headers: { authorization: `Bearer ${token}` }, data: "" });
  expect((await send()).status()).not.toBe(401);
  await page.reload();
  expect(await page.content()).not.toContain(token);
  await page.getByRole("button", { name: `Revoke ${name}` }).click();
  await page.getByRole("button", { name: "Revoke the token" }).click();
  await expect(
    page
      .getByRole("row")
      .filter({ hasText: name })
      .getByText(/revoked/),
  ).toBeVisible();
  expect((await send()).status()).toBe(401);
});

test("a form over an ended session keeps its text and is sent after signing in elsewhere", async ({
  page,
  context,
}) => {
  const project = await signInAs(page, "Dana Osei");
  const email = `late-${unique()}@example.org`;
  await page.goto(`${project}/settings/members`);
  await page.getByRole("button", { name: "Add a person" }).click();
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Name", { exact: false }).first().fill("Late Comer");
  await page.getByLabel("Viewer", { exact: true }).check();
  await context.clearCookies();
  await page.getByRole("button", { name: "Add to the project" }).click();
  await expect(page.getByRole("heading", { name: "Your session has ended" })).toBeVisible();
  const [tab] = await Promise.all([
    context.waitForEvent("page"),
    page.getByRole("link", { name: "Sign in in a new tab" }).click(),
  ]);
  await tab.getByRole("button", { name: "Sign in as Dana Osei" }).click();
  await expect(tab.getByRole("heading", { name: "You are signed in again" })).toBeVisible();
  await tab.close();
  await expect(page.getByText("You are signed in again, as Dana Osei")).toBeVisible();
  await page.getByRole("button", { name: "Send now" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Done" }).click();
  await expect(page.getByText(email)).toBeVisible();
});

test("another project and an unknown page answer as not found, with a way on", async ({ page }) => {
  const project = await signInAs(page, "Henrik Vos");
  for (const path of ["/p/not-a-project-of-mine/settings", "/p/%00/settings", `${project}/no-such-page`]) {
    const answer = await page.goto(path);
    expect([path, answer?.status()]).toEqual([path, 404]);
  }
});

test("the access page explains who may do what", async ({ page }) => {
  const project = await signInAs(page, "Henrik Vos");
  await page.goto(`${project}/access`);
  await page.getByLabel("Person", { exact: true }).selectOption({ label: "Tomás Beck" });
  await page.getByLabel("Permission", { exact: true }).selectOption({ label: "Approve a promotion" });
  await page.getByRole("button", { name: "Explain" }).click();
  await expect(page.getByText("Tomás Beck may approve a promotion, by the role reviewer.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Add a person" })).toHaveCount(0);
});

test("sign-in and the form for a new member have no serious accessibility violation in light or dark", async ({
  page,
}) => {
  await page.goto("/sign-in");
  await expectAccessible(page);
  const project = await signInAs(page, "Dana Osei");
  await page.goto(`${project}/settings/members`);
  await page.getByRole("button", { name: "Add a person" }).click();
  await expectAccessible(page);
});
