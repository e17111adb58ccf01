import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { makeProject, signIn } from "./world";

test("a file that a client uploads is on its run's page, with its digest, and can only be saved", async ({
  browser,
  request,
}) => {
  const marta = { name: "Marta Klein", email: "marta@example.org", roles: "data_scientist", group: "Modelling" };
  const { project, people, token } = makeProject("files", [marta]);
  const headers = { authorization: `Bearer ${token}` };
  const api = `/p/${project}/api/2.0`;
  const made = await request.post(`${api}/mlflow/runs/create`, {
    headers,
    data: { experiment_id: "0", run_name: "with files" },
  });
  expect(made.status(), await made.text()).toBe(200);
  const { run } = await made.json();
  const folder = `${api}/mlflow-artifacts/artifacts/0/${run.info.run_id}/artifacts`;
  const page_html = "<script>document.title = 'run'</script>";
  for (const [name, data] of [
    ["report/größe 100%.csv", "x,y\n1,2\n"],
    ["page.html", page_html],
  ] as const) {
    const path = name.split("/").map(encodeURIComponent).join("/");
    expect((await request.put(`${folder}/${path}`, { headers, data })).status()).toBe(200);
  }

  const [person] = people;
  if (!person) throw new Error("the world has nobody in it");
  const page = await signIn(browser, person, `/p/${project}`);
  await page.goto(`/#/experiments/0/runs/${run.info.run_id}`);
  await expect(page.getByRole("heading", { name: "with files" })).toBeVisible();
  const section = page.locator("#artifacts");
  await expect(section).toContainText("2 files");
  const [csv] = await Promise.all([
    page.waitForEvent("download"),
    section.getByRole("link", { name: "report/größe 100%.csv" }).click(),
  ]);
  expect(csv.suggestedFilename()).toBe("größe 100%.csv");
  expect(readFileSync(await csv.path(), "utf8")).toBe("x,y\n1,2\n");
  const [html] = await Promise.all([
    page.waitForEvent("download"),
    section.getByRole("link", { name: "page.html" }).click(),
  ]);
  expect(readFileSync(await html.path(), "utf8")).toBe(page_html);
  expect(await page.title()).not.toBe("run");
});
