import { expect, test } from "@playwright/test";

test("health answers 200 once the database is ready", async ({ request }) => {
  const answer = await request.get("/api/health");
  expect(answer.status()).toBe(200);
  expect(await answer.json()).toEqual({ status: "ok", database: "ok", migrations: "done" });
});

test("somebody signed out is sent to sign in and keeps where they wanted to go", async ({ page }) => {
  await page.goto("/p/anything/promotions?state=open");
  await expect(page).toHaveURL("/sign-in?next=%2Fp%2Fanything%2Fpromotions%3Fstate%3Dopen");
});

test("pages run only scripts of this request, and break no rule of their own policy", async ({ page }) => {
  const broken: string[] = [];
  page.on("console", (message) => message.type() === "error" && broken.push(message.text()));
  const first = await page.goto("/sign-in");
  const policy = first?.headers()["content-security-policy"] ?? "";
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
  expect(nonce).toBeTruthy();
  expect(policy).toContain("object-src 'none'");
  expect(policy).not.toContain("unsafe-eval");
  expect(await first?.text()).toContain(`nonce="${nonce}"`);
  const second = await page.reload();
  expect(second?.headers()["content-security-policy"]).not.toContain(nonce);
  expect(broken).toEqual([]);
});

test("every answer carries the fixed security headers", async ({ request }) => {
  for (const path of ["/sign-in", "/api/health", "/icon.svg"]) {
    const headers = (await request.get(path)).headers();
    expect(headers["x-content-type-options"], path).toBe("nosniff");
    expect(headers["x-frame-options"], path).toBe("DENY");
    expect(headers["x-powered-by"], path).toBeUndefined();
  }
});
