import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { models, modelVersions, runs } from "@/db/schema";
import { testDb } from "@/db/testing";
import { systemContext } from "@/lib/auth/testing";
import { sealVersionsOfRun } from "@/lib/models/seal-pending";
import { mv, registryScene, rm } from "./testing";

const { db } = await testDb();
const { project, maya, call, newRun, newModel, newVersion, refusal } = await registryScene(db);

describe("registered models", () => {
  it("are created at high risk in the name of the token's owner, with tags of which the last holds", async () => {
    const tags = [
      { key: "a", value: "1" },
      { key: "a", value: "2" },
    ];
    expect(await call("POST", `${rm}/create`, { name: "RM1", tags, description: "d" })).toMatchObject({
      status: 200,
      body: { registered_model: { name: "RM1", description: "d", tags: [{ key: "a", value: "2" }] } },
    });
    const [row] = await db.select().from(models).where(eq(models.name, "RM1"));
    expect(row).toMatchObject({ riskTier: "high", createdBy: maya.actor.userId, ownerUserId: null });
    expect(await refusal("POST", `${rm}/create`, { name: "RM1" })).toEqual([
      400,
      "RESOURCE_ALREADY_EXISTS",
      "Registered Model (name=RM1) already exists.",
    ]);
  });

  it.each([
    [{}, "Missing value for required parameter 'name'."],
    [{ name: "" }, "Missing value for required parameter 'name'."],
    [{ name: 123 }, "Invalid value 123 for parameter 'name' supplied:  Hint: Value was of type 'int'."],
    [{ name: "a/b" }, "must not contain"],
    [{ name: "a:b" }, "must not contain"],
    [{ name: "x", tags: [{ value: "v" }] }, "Missing value for required parameter 'tags[0].key'."],
    [{ name: "x", tags: [{ key: "a/../b", value: "" }] }, "must not resolve to other names"],
    [{ name: "x", tags: [{ key: "k".repeat(251), value: "" }] }, "exceeds the maximum length of 250"],
    [{ name: "x", tags: [{ key: "mlflow.prompt.is_prompt", value: "true" }] }, "Prompts are not kept"],
  ])("refuse %j", async (input, message) => {
    const [status, code, text] = await refusal("POST", `${rm}/create`, input);
    expect([status, code]).toEqual([400, "INVALID_PARAMETER_VALUE"]);
    expect(text).toContain(message);
  });

  it("are updated, renamed, tagged and deleted; deleting keeps the record and frees the name", async () => {
    await newModel("life");
    expect(
      (await call("PATCH", `${rm}/update`, { name: "life", description: "" })).body.registered_model,
    ).toMatchObject({
      name: "life",
    });
    expect(
      (await call("PATCH", `${rm}/update`, { name: "life", description: "x" })).body.registered_model,
    ).toMatchObject({
      description: "x",
    });
    expect(await call("POST", `${rm}/set-tag`, { name: "life", key: "k", value: "v" })).toEqual({
      status: 200,
      body: {},
    });
    expect(await call("DELETE", `${rm}/delete-tag`, { name: "life", key: "k" })).toEqual({ status: 200, body: {} });
    expect(await call("DELETE", `${rm}/delete-tag`, { name: "life", key: "k" })).toEqual({ status: 200, body: {} });
    expect(
      (await call("POST", `${rm}/rename`, { name: "life", new_name: "life2" })).body.registered_model,
    ).toMatchObject({
      name: "life2",
    });
    expect((await refusal("GET", `${rm}/get`, { name: "life" })).slice(0, 2)).toEqual([404, "RESOURCE_DOES_NOT_EXIST"]);
    expect((await refusal("POST", `${rm}/rename`, { name: "life2", new_name: "RM1" })).slice(0, 2)).toEqual([
      400,
      "RESOURCE_ALREADY_EXISTS",
    ]);
    expect(await call("DELETE", `${rm}/delete`, { name: "life2" })).toEqual({ status: 200, body: {} });
    expect(await refusal("DELETE", `${rm}/delete`, { name: "life2" })).toEqual([
      404,
      "RESOURCE_DOES_NOT_EXIST",
      "Registered Model with name=life2 not found",
    ]);
    expect((await call("POST", `${rm}/create`, { name: "life2" })).status).toBe(200);
  });
});

describe("model versions", () => {
  it("are numbered by model, deleted numbers included, and gone for clients once deleted", async () => {
    await newModel("numbers");
    expect([(await newVersion("numbers")).version, (await newVersion("numbers")).version]).toEqual(["1", "2"]);
    expect(await call("DELETE", `${mv}/delete`, { name: "numbers", version: "2" })).toEqual({ status: 200, body: {} });
    expect((await newVersion("numbers")).version).toBe("3");
    expect(await refusal("GET", `${mv}/get`, { name: "numbers", version: "2" })).toEqual([
      404,
      "RESOURCE_DOES_NOT_EXIST",
      "Model Version (name=numbers, version=2) not found",
    ]);
    expect((await refusal("GET", `${mv}/get`, { name: "numbers", version: "x" })).slice(0, 2)).toEqual([
      400,
      "INVALID_PARAMETER_VALUE",
    ]);
  });

  it("are the same version when the same is registered again, and another for other files of the run", async () => {
    await newModel("again");
    const { run_id } = await newVersion("again");
    const create = (source: string) => call("POST", `${mv}/create`, { name: "again", source, run_id });
    const numbers = await Promise.all([create(`runs:/${run_id}/model`), create(`runs:/${run_id}/second`)]);
    expect(numbers.map(({ body }) => (body.model_version as { version: string }).version)).toEqual(["1", "2"]);
  });

  it("registered while the run goes on are READY for clients and pending for promotions, until the run has ended", async () => {
    await newModel("early");
    const run_id = await newRun("RUNNING");
    const { body } = await call("POST", `${mv}/create`, { name: "early", source: `runs:/${run_id}/model`, run_id });
    expect(body.model_version).toMatchObject({ version: "1", status: "READY", current_stage: "None", run_id });
    const stored = async () => (await db.select().from(modelVersions).where(eq(modelVersions.runId, run_id)))[0];
    expect(await stored()).toMatchObject({ status: "pending" });
    await db
      .update(runs)
      .set({ status: "FINISHED", contentDigest: "sha256:end" })
      .where(and(eq(runs.projectId, project.id), eq(runs.id, run_id)));
    await sealVersionsOfRun(systemContext(db, project.id), run_id);
    expect(await stored()).toMatchObject({ status: "active" });
  });

  it("need a run, and a source of that run", async () => {
    await newModel("source");
    const run_id = await newRun();
    const create = (more: object) => refusal("POST", `${mv}/create`, { name: "source", ...more });
    for (const [more, message] of [
      [{ source: "s3://bucket/model" }, "a model without a run cannot be registered"],
      [{ source: "/tmp", run_id }, "To use a local path as a model version source"],
      [
        { source: `mlflow-artifacts:/1/${run_id}/artifacts/../../x`, run_id },
        "If supplying a source as an http, https,",
      ],
      [{ source: "mlflow-artifacts:/models", run_id }, "must identify the resource that contains the source"],
      [{ source: `mlflow-artifacts:/2/${run_id}/artifacts/model`, run_id }, "must identify the resource"],
      [{ source: `runs:/${await newRun()}/model`, run_id }, "The run_id request parameter must identify"],
      [{ run_id }, "Missing value for required parameter 'source'."],
    ] as const) {
      const [status, code, text] = await create(more);
      expect([status, code]).toEqual([400, "INVALID_PARAMETER_VALUE"]);
      expect(text).toContain(message);
    }
    expect((await create({ source: `runs:/${"f".repeat(32)}/model` })).slice(0, 2)).toEqual([
      404,
      "RESOURCE_DOES_NOT_EXIST",
    ]);
    for (const source of [
      `runs:/${run_id}/a`,
      `mlflow-artifacts:/1/${run_id}/artifacts/b`,
      `https://console.test/api/2.0/mlflow-artifacts/artifacts/1/${run_id}/artifacts/c`,
      "s3://bucket/model",
    ])
      expect((await call("POST", `${mv}/create`, { name: "source", source, run_id })).status).toBe(200);
    const uri = async (version: string) =>
      (await call("GET", `${mv}/get-download-uri`, { name: "source", version })).body.artifact_uri;
    expect([await uri("1"), await uri("2"), await uri("4")]).toEqual([
      `mlflow-artifacts:/1/${run_id}/artifacts/a`,
      `mlflow-artifacts:/1/${run_id}/artifacts/b`,
      "s3://bucket/model",
    ]);
    await newModel("copy");
    const copied = await call("POST", `${mv}/create`, { name: "copy", source: "models:/source/1" });
    expect(copied.body.model_version).toMatchObject({ version: "1", run_id, source: "models:/source/1" });
  });

  it("carry descriptions and tags, and latest versions by stage", async () => {
    await newModel("words");
    await newVersion("words");
    const second = await newVersion("words");
    expect(
      (await call("PATCH", `${mv}/update`, { name: "words", version: second.version, description: "better" })).body
        .model_version,
    ).toMatchObject({ description: "better" });
    await call("POST", `${mv}/set-tag`, { name: "words", version: "2", key: "k", value: "v" });
    const get = (await call("GET", `${mv}/get`, { name: "words", version: "2" })).body.model_version;
    expect(get).toMatchObject({ tags: [{ key: "k", value: "v" }], current_stage: "None" });
    for (const method of ["GET", "POST"]) {
      const { body } = await call(method, `${rm}/get-latest-versions`, { name: "words", stages: ["none"] });
      expect(body.model_versions).toMatchObject([{ version: "2" }]);
    }
    expect((await call("GET", `${rm}/get-latest-versions`, { name: "words", stages: "Production" })).body).toEqual({});
    expect((await refusal("GET", `${rm}/get-latest-versions`, { name: "words", stages: "Live" }))[2]).toContain(
      "Value must be one of None, Staging, Production, Archived.",
    );
    expect(await call("DELETE", `${mv}/delete-tag`, { name: "words", version: "2", key: "none" })).toEqual({
      status: 200,
      body: {},
    });
  });

  it("are numbered from 1 to 20 for twenty clients at once", async () => {
    await newModel("crowd");
    const made = await Promise.all(Array.from({ length: 20 }, () => newVersion("crowd")));
    expect(made.map(({ version }) => Number(version)).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, i) => i + 1),
    );
  });
});
