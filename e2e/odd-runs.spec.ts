import { type Browser, expect, type Page, test } from "@playwright/test";
import { approve, createTarget, registerVersion, requestPromotion, rollOut } from "./steps";
import { importLines, makeProject, type Person, realRun, signIn } from "./world";

test.describe.configure({ mode: "serial" });

const script = '<script>alert("x")</script>';
const odd = {
  run: `${script} نموذج 🚀`,
  experiment: `<img src=x onerror=alert(1)> تجربة 🧪`,
  model: `<svg onload=alert(2)> أهلية 👩‍⚖️`,
  dimension: `متجر"><b>`,
  slice: `${script} بطيء 🐌`,
};

let project: string;
let people: Person[];
let page: Page;
/** The same person's window on a phone. */
let narrow: Page;
const broken: string[] = [];
const at = (path: string) => `/p/${project}${path}`;

/** Slices of a made-up dimension beside the real ones, with the counts that tests need. */
const wide = (recall: number) =>
  Array.from({ length: 300 }, (_, i) => {
    const [tp, fp, tn] = [Math.round(60 * recall) - (i % 7), 20, 100 + i];
    return {
      ...{ dimension: "shop", value: `shop number ${i} of three hundred`, n: 60 + fp + tn, positives: 60 },
      ...{ recall: tp / 60, accuracy: (tp + tn) / (60 + fp + tn), confusion: { tp, fp, fn: 60 - tp, tn } },
    };
  });
const named = (recall: number) => [
  ...wide(recall).slice(0, 3),
  { ...wide(recall)[3], dimension: odd.dimension, value: odd.slice },
];

test.beforeAll(async ({ browser, request }) => {
  test.setTimeout(240_000);
  const world = makeProject("odd-runs", [
    { name: "Ada Stone", email: "ada@example.org", roles: "data_scientist,risk_officer,admin", group: "Science" },
    { name: "Tom Beck", email: "tom@example.org", roles: "reviewer,operator", group: "Validation" },
  ]);
  ({ project, people } = world);
  const half = JSON.stringify(realRun("lr-v1-s2-C1", "not-finite", { run_name: "not-finite", metrics: undefined }));
  const answer = await importLines(request, project, world.token, [
    realRun("lr-v1-s2-C1", "odd-a", { run_name: odd.run, experiment: odd.experiment, slices: named(0.7) }),
    realRun("hgb-v1-seed11", "odd-b", { run_name: `${odd.run} 2`, experiment: odd.experiment, slices: named(0.5) }),
    realRun("lr-v1-s2-C1", "wide-a", { run_name: "wide-a", slices: wide(0.7) }),
    realRun("hgb-v1-seed11", "wide-b", { run_name: "wide-b", slices: wide(0.6) }),
    `${half.slice(0, -1)},"metrics":{"roc_auc":NaN,"accuracy":null,"f1":Infinity,"recall":-Infinity}}`,
    realRun("lr-v1-s2-C1", "bare", { run_name: "bare", metrics: undefined, slices: undefined, fairness: undefined }),
    realRun("lr-v1-s2-C1", "bad-signature", { run_name: "bad-signature", model_signature: "{oops" }),
  ]);
  expect(answer).toMatchObject({ imported: 7, failed: 0 });
  page = await signIn(browser, person(0));
  narrow = await page.context().newPage();
  await narrow.setViewportSize({ width: 390, height: 844 });
  for (const each of [page, narrow]) {
    each.on("dialog", (dialog) => broken.push(`${each.url()} opened a dialog: ${dialog.message()}`));
    each.on("pageerror", (error) => broken.push(`${each.url()}: ${error.message}`));
  }
});
test.afterAll(() => page.context().close());
test.afterEach(() => expect(broken).toEqual([]));

const person = (index: number) => people[index] ?? { email: "" };

/** Opens a page in both windows; nothing of it may reach beyond either. */
async function fits(path: string, shows: string | RegExp) {
  const look = async (each: Page) => {
    expect((await each.goto(at(path)))?.status(), path).toBe(200);
    const width = each.viewportSize()?.width;
    await expect(each.locator("main").getByText(shows).first(), `${path} at ${width} px`).toBeAttached();
    const wider = await each.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wider, `${path} at ${width} px`).toBeLessThanOrEqual(0);
  };
  await Promise.all([look(narrow), look(page)]);
}

test("script tags, right-to-left text and emoji in names are text on every page that shows them", async () => {
  await fits("/runs/odd-a?slices=all", odd.slice);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(odd.run);
  await fits("/experiments", odd.experiment);
  await page.getByRole("link", { name: odd.experiment }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(odd.experiment);
  await expect(page.getByRole("table")).toContainText(odd.run);
  await fits("/compare?runs=odd-a,odd-b", odd.slice);
  await page.getByRole("link", { name: odd.slice }).first().click();
  await expect(page).toHaveURL(/slice=/);
  await expect(page.locator("main")).toContainText(odd.slice);
  await fits(`/experiments?view=runs&q=${encodeURIComponent("name ~ نموذج")}`, odd.run);

  await registerVersion(page, project, "odd-a", { create: odd.model });
  await expect(page.getByRole("heading", { level: 1 })).toContainText(odd.model);
  await fits(`/models/${encodeURIComponent(odd.model)}`, odd.model);
  await fits("/models", odd.model);
  await fits("/promotions/new", "Request");
  await fits("/audit?action=model.created", odd.model);
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("combobox", { name: "Search or jump to" })).toBeFocused();
  await page.keyboard.type("أهلية");
  await expect(page.getByRole("option", { name: odd.model }).first()).toBeVisible();
});

test("names that could fool a reader are refused by their field, and what was typed is kept", async ({ browser }) => {
  await page.goto(at("/models"));
  await page.getByRole("button", { name: "Create model" }).click();
  const name = page.getByLabel("Name", { exact: true });
  await page.getByLabel("Risk tier").selectOption("medium");
  for (const [typed, said] of [
    ["evil\u202etxt", "text-direction characters"],
    ["a/b", "must not contain"],
    ["register", "is reserved"],
  ] as const) {
    await name.fill(typed);
    await page.getByRole("dialog").getByRole("button", { name: "Create model" }).click();
    await expect(page.getByRole("dialog").getByText(said).first()).toBeVisible();
    await expect(name).toHaveValue(typed);
  }
  const tom = await signIn(browser, person(1), at("/settings/targets"));
  await tom.getByLabel("Name", { exact: true }).fill(odd.model);
  await tom.getByLabel("Model", { exact: true }).selectOption(odd.model);
  await tom.getByLabel("Environment").selectOption("production");
  await tom.getByRole("button", { name: "Create target" }).click();
  await expect(tom.getByText("Use lower-case letters, digits").first()).toBeVisible();
  await expect(tom.getByLabel("Name", { exact: true })).toHaveValue(odd.model);
  await createTarget(tom, project, "odd-eu", odd.model);
  await tom.context().close();
});

test("figures that are no numbers, and runs without any, can be read, listed and compared", async () => {
  await fits("/runs/not-finite", "NaN");
  await expect(page.getByRole("region", { name: "Metrics" })).toContainText("Infinity");
  await fits("/runs/bare", "finished without recording a metric");
  await fits("/runs/bad-signature", /model_signature is not JSON/);
  await fits("/experiments?view=runs&sort=-metric:roc_auc", "not-finite");
  for (const name of ["not-finite", "bare", "wide-a"]) {
    await expect(page.getByRole("row", { name: new RegExp(name) }).first()).toBeVisible();
  }
  for (const runs of ["wide-a,not-finite,bare", "not-finite,wide-a", "bare,wide-a", "bare,not-finite"]) {
    await fits(`/compare?runs=${runs}`, /What changed/);
    await expect(page.locator("main")).not.toContainText(/better, NaN|NaN \(/);
  }
  await fits("/compare?runs=wide-a,not-finite", "NaN");
  await registerVersion(page, project, "bad-signature", { into: odd.model });
  await expect(page.getByRole("heading", { level: 1 })).toContainText("2");
});

test("three hundred slices fit the run, the comparison and the promotion", async ({ browser }) => {
  test.setTimeout(240_000);
  await fits("/runs/wide-a?slices=all", "300 of 300 slices");
  await page.getByRole("searchbox", { name: "Search slices" }).fill("number 299");
  await expect(page.getByText("1 of 300 slices")).toBeVisible();
  await fits("/compare?runs=wide-a,wide-b&metric=recall", /shop number \d+ of three hundred/);
  const tom = await signIn(browser, person(1));
  await registerVersion(page, project, "wide-a", { create: "wide", tier: "low" });
  await registerVersion(page, project, "wide-b", { into: "wide" });
  await createTarget(tom, project, "wide-eu", "wide");
  await requestPromotion(page, project, "wide", 1, "wide-eu", "First version; nothing is live there.");
  await approve(tom, at("/promotions/1"));
  await rollOut(tom, at("/deployments/rollouts/1"));
  await requestPromotion(page, project, "wide", 2, "wide-eu", "Better on average; the shops have to be looked at.");
  await fits("/promotions/2", /shop number \d+ of three hundred/);
  await tom.context().close();
});

test("a browser whose clock is an hour off reads the same times and the same time left", async ({ browser }) => {
  const storageState = await page.context().storageState();
  const read = async (other: Page, path: string) => {
    await other.goto(at(path));
    await expect(other.locator("h1").first()).toBeVisible();
    // Ages of some minutes move on between two readings; an hour would still show.
    return (await other.locator("main").ariaSnapshot()).replace(/\b(\d+ s|\d min)\b/g, "just now");
  };
  const paths = ["", "/promotions?view=all", "/promotions/2", "/deployments", "/deployments/rollouts/1", "/audit"];
  const hours = [0, -1, 1];
  const clocks = await Promise.all(hours.map((each) => pageAt(browser, storageState, each)));
  for (const path of paths) {
    // An age may move on between the readings; then all are read again.
    await expect(async () => {
      const [right, ...skewed] = await Promise.all(clocks.map((other) => read(other, path)));
      for (const [index, text] of skewed.entries()) expect(text, `${path}, ${hours[index + 1]} h off`).toBe(right);
    }).toPass({ timeout: 60_000 });
  }
  for (const [index, skewed] of clocks.slice(1).entries()) {
    await skewed.goto(at("/promotions/2"));
    const before = Date.now();
    const written = `Written ${hours[index + 1]} h off.`;
    await skewed.getByLabel("New thread").fill(written);
    await skewed.getByRole("button", { name: "Start thread" }).click();
    const said = skewed.locator("#discussion").getByRole("listitem").filter({ hasText: written });
    const stamp = Date.parse((await said.last().locator("time").first().getAttribute("datetime")) ?? "");
    expect(before <= stamp && stamp <= Date.now(), "the server's clock stamps the comment").toBe(true);
  }
  await Promise.all(clocks.map((other) => other.context().close()));
});

async function pageAt(
  browser: Browser,
  storageState: Awaited<ReturnType<ReturnType<Page["context"]>["storageState"]>>,
  hours: number,
): Promise<Page> {
  const other = await (await browser.newContext({ storageState })).newPage();
  if (hours !== 0) await other.clock.install({ time: Date.now() + hours * 3_600_000 });
  return other;
}
