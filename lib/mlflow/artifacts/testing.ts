import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect } from "vitest";
import { testDb } from "@/db/testing";
import { makeOwners } from "@/lib/artifacts/testing";
import { createToken } from "@/lib/auth/commands/create-token";
import { createTestProject, signedIn } from "@/lib/auth/testing";
import { serveLean } from "@/lib/lean-server-testing";

type Options = { method?: string; body?: string | Uint8Array<ArrayBuffer>; as?: string; type?: string };

/** The wire on a port and a folder of its own, with an open run, a logged model and their project's token. Once per test file. */
export async function artifactWire() {
  const folder = mkdtempSync(join(tmpdir(), "countersign-wire-"));
  process.env.ARTIFACTS_DIR = folder;
  const { db } = await testDb();
  const project = await createTestProject(db, "credit");
  const marta = await signedIn(db, project, "marta", ["data_scientist"]);
  const { token } = await createToken(marta, { name: "laptop", scopes: ["ingest", "read"], days: 30 });
  const run = "d276a6e88404460cbc2313934aaa1ee2";
  const model = `m-${"b".repeat(32)}`;
  await makeOwners(db, project.id, run, model);
  const lean = await serveLean();
  afterAll(async () => {
    await lean.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const proxy = "/api/2.0/mlflow-artifacts/artifacts";
  const call = (path: string, { method = "GET", body, as = token, type = "text/plain" }: Options = {}) =>
    fetch(`${lean.address}${path}`, { method, body, headers: { authorization: `Bearer ${as}`, "content-type": type } });
  return {
    ...{ db, project, marta, token, run, model, lean, proxy, call },
    inRun: (path: string) => `${proxy}/1/${run}/artifacts/${path}`,
    put: (path: string, body: string | Uint8Array<ArrayBuffer>, options: Options = {}) =>
      call(path, { method: "PUT", body, ...options }),
    list: async (path: string, as = token) => (await call(`${proxy}?path=${encodeURIComponent(path)}`, { as })).json(),
    /** How many files the store holds, finished or not. */
    objects: () => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile()).length,
  };
}

/** Status, code and message of an answer that must be an error in JSON. */
export async function refusal(response: Response): Promise<[number, string, string]> {
  expect(response.headers.get("content-type")).toBe("application/json");
  const { error_code, message } = (await response.json()) as { error_code: string; message: string };
  return [response.status, error_code, message];
}
