import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, describe, expect, it, vi } from "vitest";
import { auditEvents, loggedModels, modelVersions, runEvaluations } from "@/db/schema";
import { testDb } from "@/db/testing";
import { createToken } from "@/lib/auth/commands/create-token";
import { createTestProject, signedIn } from "@/lib/auth/testing";
import { mv, registryScene } from "../registry/testing";
import { serveMlflow } from "../serve";
import { wireClient } from "../testing";

const folder = mkdtempSync(join(tmpdir(), "countersign-logged-"));
vi.stubEnv("ARTIFACTS_DIR", folder);
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const { db } = await testDb();
const { maya, call, newRun, newModel, refusal } = await registryScene(db);
const { token } = await createToken(maya, { name: "uploads", scopes: ["ingest"], days: 30 });
const path = "/mlflow/logged-models";

type Model = {
  info: { model_id: string; name: string; status: string; tags?: object[]; artifact_uri: string };
  data: { params?: object[]; metrics?: { key: string; value: unknown; model_id: string }[] };
};
const make = async (input: object = {}) =>
  (await call("POST", path, { experiment_id: "1", ...input })).body.model as Model;
const get = async (id: string) => (await call("GET", `${path}/${id}`)).body.model as Model;

async function upload(address: string, body: string): Promise<[number, string]> {
  const response = await serveMlflow(
    new Request(`http://console.test/api/2.0/mlflow-artifacts/artifacts/${address}`, {
      method: "PUT",
      headers: { authorization: `Bearer ${token}`, "content-type": "text/plain" },
      body,
    }),
  );
  const answer = (await response?.json()) as { message?: string };
  return [response?.status ?? 0, answer.message ?? ""];
}
const mlmodel = (type: string) => `flavors:
  sklearn:
    sklearn_version: 1.5.0
model_size_bytes: 3916
signature:
  inputs: '[{"type": "${type}", "name": "age", "required": true}]'
  outputs: '[{"type": "double"}]'
`;

describe("logged models", () => {
  it("are made pending with an id, a place and a name of their own when none is given", async () => {
    const { info, data } = await make({
      params: [
        { key: "b", value: "2" },
        { key: "a", value: "1" },
      ],
    });
    expect(info).toMatchObject({ model_id: expect.stringMatching(/^m-[0-9a-f]{32}$/), status: "LOGGED_MODEL_PENDING" });
    expect(info.artifact_uri).toBe(`mlflow-artifacts:/1/models/${info.model_id}/artifacts`);
    expect(info.name).toMatch(/^[a-z]+-[a-z]+-\d+$/);
    expect(data.params).toEqual([
      { key: "a", value: "1" },
      { key: "b", value: "2" },
    ]);
    expect((await make({ name: "same" })).info.name).toBe((await make({ name: "same" })).info.name);
  });

  it.each([["a/b"], ["a:b"], ["a.b"], ["a%b"], ['a"b'], ["a'b"]])("refuse the name %s", async (name) => {
    const [status, code, message] = await refusal("POST", path, { experiment_id: "1", name });
    expect([status, code]).toEqual([400, "INVALID_PARAMETER_VALUE"]);
    expect(message).toContain("cannot contain the following characters");
  });

  it("refuse what is not there, or not of this kind", async () => {
    expect((await refusal("POST", path, { experiment_id: "99" })).slice(0, 2)).toEqual([
      404,
      "RESOURCE_DOES_NOT_EXIST",
    ]);
    expect((await refusal("POST", path, {}))[2]).toContain("Missing value for required parameter 'experiment_id'");
    expect((await refusal("GET", `${path}/m-nowhere`, {}))[2]).toBe("Logged model with ID 'm-nowhere' not found.");
    const { info } = await make();
    expect((await refusal("PATCH", `${path}/${info.model_id}`, { status: "DONE" })).slice(0, 2)).toEqual([
      400,
      "INVALID_PARAMETER_VALUE",
    ]);
  });

  it("take parameters once, tags over and over, and a status by name or number", async () => {
    const { model_id } = (await make()).info;
    const params = (value: string) => call("POST", `${path}/${model_id}/params`, { params: [{ key: "lr", value }] });
    expect([(await params("0.1")).status, (await params("0.1")).status]).toEqual([200, 200]);
    expect((await params("0.2")).body.message).toContain("Changing param values is not allowed");
    for (const value of ["x", "y"]) await call("PATCH", `${path}/${model_id}/tags`, { tags: [{ key: "t", value }] });
    expect((await get(model_id)).info.tags).toEqual([{ key: "t", value: "y" }]);
    expect((await call("DELETE", `${path}/${model_id}/tags/t`)).status).toBe(200);
    expect((await call("DELETE", `${path}/${model_id}/tags/t`)).status).toBe(404);
    expect(((await call("PATCH", `${path}/${model_id}`, { status: 2 })).body.model as Model).info.status).toBe(
      "LOGGED_MODEL_READY",
    );
    await call("PATCH", `${path}/${model_id}`, { status: "LOGGED_MODEL_READY" });
    const events = await db.select().from(auditEvents).where(eq(auditEvents.objectId, model_id));
    expect(events.map(({ action }) => action)).toEqual(["logged_model.finished"]);
  });

  it("carry the metrics that runs measured of them, sent again or not, NaN included", async () => {
    const run_id = await newRun("RUNNING");
    const { model_id } = (await make({ source_run_id: run_id })).info;
    const metric = { key: "acc", value: 0.9, timestamp: 5, step: 1, model_id };
    const data = { dataset_name: "eval", dataset_digest: "83c1a4cc" };
    const metrics = [metric, metric, { ...metric, key: "nan", value: "NaN", ...data }];
    for (let i = 0; i < 2; i++)
      expect((await call("POST", "/mlflow/runs/log-batch", { run_id, metrics })).status).toBe(200);
    expect((await get(model_id)).data.metrics).toEqual([
      { key: "acc", value: 0.9, timestamp: 5, step: 1, model_id, run_id },
      { key: "nan", value: "NaN", timestamp: 5, step: 1, model_id, run_id, ...data },
    ]);
    const unknown = { ...metric, model_id: `m-${"0".repeat(32)}` };
    expect((await refusal("POST", "/mlflow/runs/log-batch", { run_id, metrics: [unknown] })).slice(0, 2)).toEqual([
      404,
      "RESOURCE_DOES_NOT_EXIST",
    ]);
  });

  it("give their files and the signature in MLmodel to the version they become, and change no more", async () => {
    const run_id = await newRun("RUNNING");
    const { model_id } = (await make({ source_run_id: run_id, name: "signed" })).info;
    const root = `1/models/${model_id}/artifacts`;
    expect(await upload(`${root}/MLmodel`, mlmodel("double"))).toEqual([200, ""]);
    await upload(`${root}/requirements.txt`, "scikit-learn==1.5.0\n");
    const [stored] = await db.select().from(loggedModels).where(eq(loggedModels.id, model_id));
    expect(stored).toMatchObject({
      signature: { inputs: [{ name: "age", type: "double" }] },
      manifest: { sizeBytes: 3916, flavors: { sklearn: { sklearn_version: "1.5.0" } } },
      requirements: ["scikit-learn==1.5.0"],
    });
    const [shown] = await db.select().from(runEvaluations).where(eq(runEvaluations.runId, run_id));
    expect(shown?.signature?.inputs[0]).toMatchObject({ name: "age" });
    await newModel("from-logged");
    const create = { name: "from-logged", source: `models:/${model_id}`, model_id };
    const { body } = await call("POST", `${mv}/create`, create);
    expect(body.model_version).toMatchObject({ version: "1", run_id, model_id, source: `models:/${model_id}` });
    const digest = async () =>
      (await db.select().from(modelVersions).where(eq(modelVersions.loggedModelId, model_id)))[0];
    const provisional = await digest();
    expect(await upload(`${root}/MLmodel`, mlmodel("long"))).toEqual([200, ""]);
    await call("POST", "/mlflow/runs/update", { run_id, status: "FINISHED", end_time: 1_795_434_125_374 });
    const sealed = await digest();
    expect([provisional?.status, sealed?.status]).toEqual(["pending", "active"]);
    expect(sealed?.digest).not.toBe(provisional?.digest);
    const [status, message] = await upload(`${root}/MLmodel`, mlmodel("string"));
    expect([status, message]).toEqual([409, expect.stringContaining("from-logged 1 rests on the files")]);
    expect((await refusal("DELETE", `${path}/${model_id}`, {}))[2]).toContain("is version 1 of the registered model");
  });

  it("keep a broken MLmodel as a problem, and are deleted out of sight", async () => {
    const { model_id } = (await make()).info;
    expect(await upload(`1/models/${model_id}/artifacts/MLmodel`, "a: [")).toEqual([200, ""]);
    const [stored] = await db.select().from(loggedModels).where(eq(loggedModels.id, model_id));
    expect(stored?.signatureProblem).toContain("MLmodel is not YAML");
    expect((await call("DELETE", `${path}/${model_id}`)).body).toEqual({});
    expect((await call("GET", `${path}/${model_id}`)).status).toBe(404);
    expect((await call("GET", `${path}/${model_id}`, { allow_deleted: true })).status).toBe(200);
  });

  it("are found by name, parameter, tag and metric, on the datasets that are named, page by page", async () => {
    const run_id = await newRun("RUNNING");
    for (const [name, value] of [
      ["f-a", 0.7],
      ["f-b", 0.9],
      ["f-c", 0.8],
    ] as const) {
      const { model_id } = (await make({ name, source_run_id: run_id, params: [{ key: "c", value: name }] })).info;
      const on = name === "f-c" ? { dataset_name: "eval", dataset_digest: "d1" } : {};
      await call("POST", "/mlflow/runs/log-metric", { run_id, key: "auc", value, timestamp: 1, model_id, ...on });
    }
    const search = async (input: object) =>
      (await call("POST", `${path}/search`, { experiment_ids: ["1"], ...input })).body;
    const names = (body: Record<string, unknown>) => ((body.models ?? []) as Model[]).map(({ info }) => info.name);
    const best = [{ field_name: "metrics.auc", ascending: false }];
    const mine = "name LIKE 'f-%'";
    expect(names(await search({ filter: mine, order_by: best }))).toEqual(["f-b", "f-c", "f-a"]);
    const first = await search({ filter: mine, order_by: best, max_results: 2 });
    expect(
      names(await search({ filter: mine, order_by: best, max_results: 2, page_token: first.next_page_token })),
    ).toEqual(["f-a"]);
    expect(
      (await refusal("POST", `${path}/search`, { experiment_ids: ["1"], page_token: first.next_page_token }))[0],
    ).toBe(400);
    expect(names(await search({ filter: "metrics.auc > 0.75" })).sort()).toEqual(["f-b", "f-c"]);
    const many = Array.from({ length: 10_000 }, (_, i) => `'${i === 7 ? "f-c" : `no-${i}`}'`);
    expect(names(await search({ filter: `name IN (${many})` }))).toEqual(["f-c"]);
    const datasets = [{ dataset_name: "eval" }];
    expect(names(await search({ filter: "metrics.auc > 0.1", datasets }))).toEqual(["f-c"]);
    expect(names(await search({ datasets }))).toContain("f-c");
    expect(names(await search({ filter: "params.c = 'f-a'" }))).toEqual(["f-a"]);
    expect(names(await search({ filter: "name = 'd'" }))).toEqual([]);
    expect((await refusal("POST", `${path}/search`, { experiment_ids: ["1"], filter: "nope = 'x'" }))[2]).toContain(
      "Invalid attribute key",
    );
    expect((await refusal("POST", `${path}/search`, {}))[2]).toContain("experiment_ids");
  });

  it("are of one project, and written with the scope ingest", async () => {
    const { model_id } = (await make()).info;
    const elsewhere = await createTestProject(db, "elsewhere");
    const theirs = await wireClient(await signedIn(db, elsewhere, "zoe", ["data_scientist"]), ["ingest", "read"]);
    expect((await theirs("GET", `${path}/${model_id}`)).status).toBe(404);
    expect((await theirs("PATCH", `${path}/${model_id}/tags`, { tags: [{ key: "a", value: "b" }] })).status).toBe(404);
    const reader = await wireClient(maya, ["read"]);
    expect((await reader("POST", path, { experiment_id: "1" })).status).toBe(403);
  });
});
