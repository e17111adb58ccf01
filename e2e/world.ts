import { execFileSync } from "node:child_process";
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { type APIRequestContext, type Browser, expect, type Page } from "@playwright/test";
import type { ModelWanted, WorldMade, WorldWanted } from "./make-world";

const data = join(process.cwd(), "../shared/data/census-income");
export const censusIsHere = existsSync(join(data, "runs.jsonl"));
export const censusMissing = "The census runs are not beside the checkout (../shared/data): this journey cannot run.";
const password = "correct horse battery staple";

export type Person = { name: string; email: string; roles: string; group: string };
export type World = { project: string; people: Person[]; token: string };

/**
 * A project with people who sign in by password, and a token that sends runs and reads; names are unique, so that tests
 * can run again on one database, and beside each other.
 */
export function makeProject(prefix: string, people: readonly Person[], model?: ModelWanted): World {
  const stamp = Date.now().toString(36);
  const wanted: WorldWanted = {
    project: `${prefix}-${stamp}`,
    password,
    people: people.map((person) => ({ ...person, email: person.email.replace("@", `+${prefix}${stamp}@`) })),
    model,
  };
  const command = ["--conditions=react-server", "--import", "tsx", "e2e/make-world.ts"];
  const said = execFileSync(process.execPath, command, { input: JSON.stringify(wanted), encoding: "utf8" });
  const { token } = JSON.parse(said) as WorldMade;
  return { project: wanted.project, people: wanted.people, token };
}

/** Sends the census runs and two sets of predictions through the API; answers run ids by name. */
export async function importCensus(
  request: APIRequestContext,
  project: string,
  token: string,
): Promise<Record<string, string>> {
  const headers = { authorization: `Bearer ${token}` };
  const file = readFileSync(join(data, "runs.jsonl"));
  const answer = await request.post(`/api/v1/imports/runs?project=${project}`, {
    headers: { ...headers, "content-type": "application/x-ndjson" },
    data: file,
    timeout: 60_000,
  });
  expect(answer.status(), await answer.text()).toBe(200);
  expect(await answer.json()).toMatchObject({ imported: 89, unchanged: 0, failed: 0 });
  const records = file.toString("utf8").trim().split("\n");
  const ids = Object.fromEntries(records.map((line) => [JSON.parse(line).run_name, JSON.parse(line).run_id]));
  for (const name of ["lr-v1-s2-C1", "lr-v2-s2-C0.1", "hgb-v1-seed11"]) {
    const sent = await request.post(`/api/v1/imports/predictions?project=${project}&run=${ids[name]}`, {
      headers: { ...headers, "content-type": "text/csv" },
      data: readFileSync(join(data, `predictions/${name}.csv`)),
      timeout: 60_000,
    });
    expect(sent.status(), await sent.text()).toBe(200);
  }
  return ids;
}

type RunRecord = Record<string, unknown> & { run_id: string; run_name: string };

/** One of the real runs that ship with the demo, as an import record under another id. */
export function realRun(name: string, id: string, changes: Record<string, unknown> = {}): RunRecord {
  const lines = gunzipSync(readFileSync("lib/demo/data/census-runs.jsonl.gz")).toString("utf8").trim().split("\n");
  const found = lines.map((line) => JSON.parse(line) as RunRecord).find((record) => record.run_name === name);
  if (!found) throw new Error(`No run of the demo is named ${name}`);
  return { ...found, run_id: id, owner: undefined, ...changes };
}

/** Sends import lines through the API; a line may be text that is not quite JSON. */
export async function importLines(
  request: APIRequestContext,
  project: string,
  token: string,
  lines: readonly (RunRecord | string)[],
) {
  const answer = await request.post(`/api/v1/imports/runs?project=${project}`, {
    headers: { authorization: `Bearer ${token}`, "content-type": "application/x-ndjson" },
    data: lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n"),
  });
  expect(answer.status(), await answer.text()).toBe(200);
  return answer.json();
}

/**
 * A page of its own browser context in which this person is signed in; on `path`, or nowhere yet. They sign in as in a browser
 * without scripts, which is quicker.
 */
export async function signIn(browser: Browser, person: Pick<Person, "email">, path?: string): Promise<Page> {
  const plain = await browser.newContext({ javaScriptEnabled: false });
  const form = await plain.newPage();
  await form.goto("/sign-in?next=%2Fsigned-in", { waitUntil: "domcontentloaded" });
  await fillSignIn(form, person);
  await expect(form).toHaveURL("/signed-in");
  const context = await browser.newContext({ storageState: await plain.storageState() });
  await plain.close();
  const page = await context.newPage();
  if (path !== undefined) await page.goto(path);
  return page;
}

/** Fills and sends the sign-in form on screen. */
export async function fillSignIn(page: Page, { email }: Pick<Person, "email">) {
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

export const readable = (path: string) => createReadStream(join(data, path));
