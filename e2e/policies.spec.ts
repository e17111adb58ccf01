import { expect, type Page, test } from "@playwright/test";
import { makeProject, signIn } from "./world";

const gate = (limit: string) => `  - id: auc
    kind: metric_threshold
    title: ROC AUC
    severity: block
    metric: roc_auc
    comparison: ">="
    ${limit}
`;
const policy = (limit: string, quorum = 1) => `format: countersign.policy/1
name: Scoring
tiers: [medium]
environments: [staging]
gates:
  # Agreed with validation.
${gate(limit)}approval:
  quorum: ${quorum}
`;

/** Replaces the whole text of the editor, as a paste does. */
async function write(page: Page, text: string) {
  const editor = page.getByRole("textbox", { name: "Policy as YAML" });
  await editor.click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("Delete");
  await page.keyboard.insertText(text);
}

async function answer(page: Page, button: RegExp, field: string, text: string) {
  await page.getByRole("button", { name: button }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(field).fill(text);
  await dialog.getByRole("button", { name: button }).click();
  await expect(dialog).toBeHidden();
}

test("a policy is written by one risk officer, tried on the past, and published by another", async ({ browser }) => {
  test.setTimeout(240_000);
  const { project, people } = makeProject("policies", [
    { name: "Ada Nwosu", email: "ada@example.org", roles: "risk_officer", group: "Model Risk" },
    { name: "Noor Haddad", email: "noor@example.org", roles: "risk_officer", group: "Model Risk" },
  ]);
  const at = (path: string) => `/p/${project}/policies${path}`;
  const [ada, noor] = (await Promise.all(people.map((person) => signIn(browser, person, at(""))))) as [Page, Page];

  await test.step("a text with a mistake is kept, and the mistake is shown at its line", async () => {
    await ada.getByRole("link", { name: "New policy" }).click();
    await ada.getByLabel("Text").fill(policy("limt: 0.9"));
    await ada.getByRole("button", { name: "Start draft from this text" }).click();
    await expect(ada).toHaveURL(/\/policies\/drafts\/1$/);
    await expect(ada.getByText("Line 13, column 5").first()).toBeVisible();
    await expect(ada.getByText('did you mean "limit"?').first()).toBeVisible();
    await expect(ada.locator(".cm-lint-marker-error").first()).toBeVisible();
    await expect(ada.getByRole("button", { name: "Propose version 1" })).toHaveAttribute("aria-disabled", "true");
  });

  await test.step("what is typed survives a reload, and form and text follow each other", async () => {
    await write(ada, policy("limit: 0.9"));
    await expect(ada.getByText(/problems? before this is a policy/)).toBeHidden();
    await ada.reload();
    await expect(ada.getByText("What you wrote and had not saved is still here.")).toBeVisible();
    await ada.getByText("ROC AUC").first().click();
    const limit = ada.getByRole("region", { name: "Form" }).getByLabel("Limit");
    await expect(limit).toHaveValue("0.9");
    await limit.fill("0.92");
    const text = ada.getByRole("textbox", { name: "Policy as YAML" });
    await expect(text).toContainText("limit: 0.92");
    await expect(text).toContainText("# Agreed with validation.");
    await ada.getByRole("button", { name: "Save draft" }).click();
    await expect(ada.getByText("saved", { exact: true })).toBeVisible();
  });

  await test.step("it is tried on the past and proposed, and its author cannot publish it", async () => {
    await ada.getByRole("link", { name: "Back-test" }).click();
    await ada.getByRole("button", { name: "Run back-test" }).click();
    await expect(ada.getByText("0 promotions are newly blocked")).toBeVisible();
    await answer(ada, /^Propose version 1/, "Reason", "Staging needs a floor of its own.");
    await expect(ada.getByText("It waits for Noor Haddad.")).toBeVisible();
    await expect(ada.getByRole("button", { name: "Approve and publish version 1" })).toHaveAttribute(
      "aria-disabled",
      "true",
    );
    await expect(ada.getByText(/You wrote in this draft/)).toBeVisible();
  });

  await test.step("a second person looks at it and publishes it", async () => {
    await noor.goto(at(""));
    await noor.getByRole("link", { name: "D-1" }).first().click();
    await expect(noor.getByText("A new policy")).toBeVisible();
    await expect(noor.getByText("went with the proposal: a decision covers it")).toBeVisible();
    await answer(noor, /^Approve and publish version 1/, "Comment", "Looked at the gate.");
    await expect(noor.getByText("Published.", { exact: false }).first()).toBeVisible();
    await noor.goto(at("/Scoring"));
    await expect(noor.getByText(/by Ada Nwosu, approved by Noor Haddad/).first()).toBeVisible();
    const download = noor.waitForEvent("download");
    await noor.getByRole("link", { name: "Download YAML" }).click();
    expect((await download).suggestedFilename()).toBe("scoring-v1.yaml");
  });

  await test.step("the page tells which policy applies, and why the other does not", async () => {
    await noor.goto(`${at("/applies")}?model=anything&environment=staging&tier=medium`);
    await expect(noor.getByText("Scoring v1 decides")).toBeVisible();
    await expect(noor.getByRole("row", { name: /Medium risk v1/ })).toContainText("steps back");
    await noor.goto(`${at("/applies")}?model=anything&environment=production&tier=medium`);
    await expect(noor.getByText("Medium risk v1 decides")).toBeVisible();
  });

  await test.step("it is retired as it came: what then applies is shown, and a second person approves", async () => {
    await ada.goto(at("/Scoring"));
    await answer(ada, /^Propose to retire/, "Reason", "Staging follows the policy for all again.");
    await noor.goto(at("/drafts/2"));
    await expect(noor.getByText("Proposed by Ada Nwosu.", { exact: true })).toBeVisible();
    await answer(noor, /^Approve and retire Scoring/, "Comment", "Looked at what applies then.");
    await expect(noor.getByText("Retired.", { exact: false }).first()).toBeVisible();
    await noor.goto(`${at("/applies")}?model=anything&environment=staging&tier=medium`);
    await expect(noor.getByText("Medium risk v1 decides")).toBeVisible();
  });
});
