import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import { parse } from "yaml";
import { registerVersion } from "./steps";
import { censusIsHere, censusMissing, importCensus, makeProject, signIn } from "./world";

test.skip(!censusIsHere && !process.env.CI, censusMissing);

const schemas = join(
  dirname(createRequire(import.meta.url).resolve("@cyclonedx/cyclonedx-library/package.json")),
  "res/schema",
);

function officialCycloneDx() {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  const read = (name: string) => JSON.parse(readFileSync(join(schemas, `${name}.SNAPSHOT.schema.json`), "utf8"));
  for (const name of ["spdx", "jsf-0.82", "cryptography-defs"])
    ajv.addSchema(read(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
  for (const name of ["iri-reference", "idn-email"]) ajv.addFormat(name, true);
  return ajv.compile(read("bom-1.7"));
}

async function download(page: Page, link: string): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: link }).click()]);
  return readFileSync(await file.path(), "utf8");
}

const written: Record<string, string> = {
  "Intended use": "Orders applications for a case worker.",
  "Out of scope": "Refusing anybody.",
  Users: "Case workers.",
  "Human oversight": "A person reads every low rank.",
  "Ethical considerations": "A missed case waits longer.",
};

test("a card is drafted, finished by a person, reviewed by another, exported and printed", async ({
  browser,
  request,
}) => {
  test.setTimeout(300_000);
  const { project, people, token } = makeProject("cards", [
    { name: "Mira Holm", email: "mira@example.org", roles: "data_scientist,reviewer", group: "Data Science" },
    { name: "Theo Brandt", email: "theo@example.org", roles: "reviewer", group: "Model Validation" },
  ]);
  const runs = await importCensus(request, project, token);
  const [mira, theo] = (await Promise.all(people.map((person) => signIn(browser, person)))) as [Page, Page];
  const card = `/p/${project}/models/income-check/versions/1/card`;
  await registerVersion(mira, project, runs["lr-v1-s2-C1"] ?? "", { create: "income-check" });

  await test.step("a draft fills what the evidence knows and says that nobody confirmed it", async () => {
    await mira.goto(card);
    await expect(mira.getByText("No card yet").first()).toBeVisible();
    await mira.getByRole("button", { name: "Draft from evidence" }).click();
    await expect(mira.getByText("Drafted from evidence, not confirmed").first()).toBeVisible();
    await expect(mira.locator("main")).toContainText("n 16,281");
    await mira.getByRole("button", { name: "Confirm Data" }).click();
    await expect(mira.getByRole("button", { name: "Confirm Data" })).toHaveCount(0);
  });

  await test.step("a person writes the rest; the text survives a reload, a figure comes from the picker", async () => {
    await mira.goto(`${card}?edit=1`);
    for (const [title, text] of Object.entries(written))
      await mira.getByLabel(title, { exact: false }).first().fill(text);
    const limitations = mira.locator("textarea[name=limitations]");
    await limitations.fill("Recall for women is ");
    await mira.getByRole("button", { name: "Insert figure into Limitations" }).click();
    await mira.getByLabel("Search figures").fill("recall sex female");
    await mira.keyboard.press("Enter");
    await expect(limitations).toHaveValue(/\{\{slice:sex=Female:recall\}\}/);
    await mira.reload();
    await expect(mira.locator("textarea[name=limitations]")).toHaveValue(/Recall for women is \{\{slice/);
    for (const name of ["overview", "owners"]) await mira.locator(`textarea[name=${name}]`).fill("Income check");
    for (const box of await mira.getByRole("checkbox", { name: /^Confirm / }).all()) await box.check();
    await mira.locator("textarea[name=overview]").press("Control+s");
    await expect(mira).toHaveURL(new RegExp(`${card}$`));
    await expect(mira.locator("main")).toContainText("0.5220");
  });

  await test.step("its author sends it to review and cannot approve it, also as a reviewer", async () => {
    await mira.getByRole("button", { name: /^Send revision \d+ to review/ }).click();
    await expect(mira.getByText(/waits for a reviewer/)).toBeVisible();
    await expect(mira.getByText(/You wrote in this card/)).toBeVisible();
    await expect(mira.getByRole("button", { name: /^Approve revision/ })).toHaveAttribute("aria-disabled", "true");
  });

  await test.step("a reviewer who did not write it signs the approval", async () => {
    await theo.goto(card);
    await theo.getByRole("button", { name: /^Approve revision/ }).click();
    await expect(theo.getByText(/I approve revision \d+ of the model card/)).toBeVisible();
    await theo.getByRole("button", { name: "Sign and approve" }).click();
    await expect(theo.getByText(/is approved\. An edit makes a new draft/)).toBeVisible();
  });

  await test.step("exports validate, and come back through the import", async () => {
    const bom = JSON.parse(await download(theo, "CycloneDX 1.7 ML-BOM"));
    const validate = officialCycloneDx();
    validate(bom);
    expect(validate.errors).toBeNull();
    const toolkit = JSON.parse(await download(theo, "Model Card Toolkit JSON"));
    expect(toolkit.model_details.name).toBe("income-check");
    const readme = await download(theo, "Markdown for Hugging Face");
    expect(parse(readme.split("\n---")[0]?.slice(4) ?? "")).toMatchObject({ "x-countersign": { status: "approved" } });
    expect(await download(theo, "Annex IV style report, Markdown")).toContain("Theo Brandt, reviewer");
    await registerVersion(mira, project, runs["lr-v2-s2-C0.1"] ?? "", { into: "income-check" });
    const other = card.replace("/1/", "/2/");
    await mira.goto(`${other}/import`);
    await mira.getByLabel("Or paste it").fill(readme);
    await expect(mira.getByText("Claimed by the import, not evidence")).toBeVisible();
    await mira.getByRole("button", { name: "Save as revision 1" }).click();
    await expect(mira).toHaveURL(new RegExp(`${other}$`));
    await expect(mira.locator("main")).toContainText("A person reads every low rank.");
    await expect(mira.locator("#limitations")).not.toContainText("0.5220");
  });

  await test.step("it prints as a document, and is right on a phone", async () => {
    await theo.goto(card);
    const pdf = await theo.pdf({ format: "A4" });
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    expect(pdf.length).toBeGreaterThan(20_000);
    await theo.emulateMedia({ media: "print" });
    await expect(theo.getByRole("navigation", { name: "Sections of the card" })).toBeHidden();
    await expect(theo.getByRole("heading", { name: "Limitations" })).toBeVisible();
    await theo.emulateMedia({ media: null });
    await mira.setViewportSize({ width: 390, height: 844 });
    for (const page of [card, `${card}?edit=1`, `${card}/report`, `${card}/compare`]) {
      await mira.goto(page);
      await expect(mira.locator("h1")).toBeVisible();
      const wider = await mira.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect.soft(wider, page).toBeLessThanOrEqual(0);
    }
  });
});
