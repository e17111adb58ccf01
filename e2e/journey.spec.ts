import { execFileSync } from "node:child_process";
import { expect, type Page, test } from "@playwright/test";
import {
  approve,
  confirmServing,
  createTarget,
  registerVersion,
  requestPromotion,
  rollOut,
  waitForRollout,
} from "./steps";
import { censusIsHere, censusMissing, importCensus, makeProject, signIn } from "./world";

test.skip(!censusIsHere && !process.env.CI, censusMissing);

test("three people take a real model from comparison to production and back, and the log proves it", async ({
  browser,
  request,
}) => {
  test.setTimeout(300_000);
  const { project, people, token } = makeProject("census", [
    { name: "Mira Holm", email: "mira@example.org", roles: "data_scientist", group: "Data Science" },
    { name: "Theo Brandt", email: "theo@example.org", roles: "reviewer,operator", group: "Model Validation" },
    { name: "Ada Nwosu", email: "ada@example.org", roles: "risk_officer", group: "Model Risk" },
  ]);
  const runs = await importCensus(request, project, token);
  const [mira, theo, ada] = (await Promise.all(people.map((person) => signIn(browser, person)))) as [Page, Page, Page];
  const at = (path: string) => `/p/${project}${path}`;

  await test.step("two runs are compared, overall and by slice", async () => {
    await mira.goto(at("/experiments"));
    await mira
      .getByRole("link", { name: /logreg-baseline/ })
      .first()
      .click();
    await expect(mira.getByRole("table")).toContainText("lr-v1-s2-C1");
    await mira.goto(at(`/compare?runs=${runs["lr-v1-s2-C1"]},${runs["lr-v2-s2-C0.1"]}&metric=recall`));
    await expect(mira.getByText(/McNemar/).first()).toBeVisible();
    await expect(mira.locator("main")).toContainText("−0.223");
    await expect(mira.locator("main")).toContainText("−0.081");
  });

  await test.step("the baseline is registered, approved by two others and rolled out", async () => {
    await registerVersion(mira, project, runs["lr-v1-s2-C1"] ?? "", { create: "income-check" });
    await createTarget(theo, project, "benefits-eu", "income-check");
    await requestPromotion(
      mira,
      project,
      "income-check",
      1,
      "benefits-eu",
      "The plain reference that anything else has to beat.",
    );
    await expect(mira.getByText(/You may not approve/).first()).toBeVisible();
    for (const [page, count] of [
      [theo, "1 of 2"],
      [ada, "2 of 2"],
    ] as const) {
      await approve(page, at("/promotions/1"));
      await expect(page.getByText(`${count} valid`).first()).toBeVisible();
    }
    await rollOut(theo, at("/deployments/rollouts/1"));
    await theo.goto(at("/deployments"));
    await expect(theo.locator("main")).toContainText("v1 100 %");
  });

  await test.step("a version that is better overall and worse for women is blocked", async () => {
    await registerVersion(mira, project, runs["lr-v2-s2-C0.1"] ?? "", { into: "income-check" });
    await requestPromotion(
      mira,
      project,
      "income-check",
      2,
      "benefits-eu",
      "Leaves out sex, race and country as inputs.",
    );
    await expect(mira.locator("main")).toContainText("Recall against live, guarded slices");
    await ada.goto(at("/promotions/2"));
    await expect(ada.getByText(/Blocked/).first()).toBeVisible();
    await expect(ada.getByRole("button", { name: "Approve version 2" }).first()).toHaveAttribute(
      "aria-disabled",
      "true",
    );
  });

  await test.step("a better version goes to a quarter of the traffic and is taken back", async () => {
    await registerVersion(mira, project, runs["hgb-v1-seed11"] ?? "", { into: "income-check" });
    await requestPromotion(
      mira,
      project,
      "income-check",
      3,
      "benefits-eu",
      "Boosted trees find more of the eligible in every guarded slice.",
    );
    await approve(theo, at("/promotions/3"));
    await expect(theo.getByText("1 of 2 valid").first()).toBeVisible();
    await approve(ada, at("/promotions/3"));
    await expect(ada.getByText("2 of 2 valid").first()).toBeVisible();
    await waitForRollout(theo, at("/deployments/rollouts/2"));
    await confirmServing(theo);
    await ada.goto(at("/deployments/rollouts/2"));
    await ada.getByRole("button", { name: "Roll back to v1" }).click();
    await ada.getByLabel("Reason").fill("Time-outs doubled on the canary");
    await ada.getByRole("dialog").getByRole("button", { name: "Roll back to v1" }).click();
    await expect(ada.getByText("Rolling back").first()).toBeVisible();
    await theo.reload();
    await confirmServing(theo);
    await expect(theo.getByText("Rolled back").first()).toBeVisible();
    await theo.goto(at("/deployments"));
    await expect(theo.locator("main")).toContainText("v1 100 %");
    await expect(theo.locator("main")).toContainText("Held");
  });

  await test.step("the log tells it and verifies, in the console and offline", async () => {
    await ada.goto(at("/audit"));
    await expect(ada.locator("main")).toContainText("rolled back R-2");
    await ada
      .getByRole("button", { name: /^Verify/ })
      .first()
      .click();
    await expect(ada.getByText(/verified/i).first()).toBeVisible({ timeout: 30_000 });
    await ada.goto(at("/promotions/3"));
    const download = ada.waitForEvent("download");
    await ada
      .getByRole("button", { name: /evidence/i })
      .first()
      .click();
    const file = await (await download).path();
    const output = execFileSync(process.execPath, ["public/verify.mjs", file], { encoding: "utf8" });
    expect(output).toMatch(/verified/i);
  });
});
