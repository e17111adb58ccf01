import { describe, expect, it } from "vitest";
import { testDb } from "@/db/testing";
import { wireClient } from "../wire-testing";

const { db, sql } = await testDb();
const { post, refusal, newRun, run, tags } = await wireClient(db, "credit");

describe("inputs, outputs and logged models", () => {
  const dataset = {
    name: "train",
    digest: "83c1a4cc",
    source_type: "s3",
    source: '{"uri": "s3://b/k.csv"}',
    profile: '{"num_rows": 2}',
  };

  it("keeps a dataset once, with the tags and the description it came with first", async () => {
    const id = await newRun();
    const first = {
      tags: [
        { key: "k", value: "v" },
        { key: "mlflow.data.context", value: "training" },
      ],
      dataset,
    };
    await post("runs/log-inputs", { run_id: id, datasets: [first, { dataset: { ...dataset, source: "other" } }] });
    await post("runs/log-inputs", { run_id: id, datasets: [{ tags: [{ key: "k", value: "w" }], dataset }] });
    await post("runs/log-inputs", { run_id: id, models: [{ model_id: "m-1" }] });
    await post("runs/outputs", { run_id: id, models: [{ model_id: "m-2", step: 3 }] });
    await post("runs/outputs", { run_id: id, models: [{ model_id: "m-2", step: 3 }] });
    const { inputs, outputs } = await run(id);
    expect(inputs).toEqual({
      dataset_inputs: [{ tags: first.tags, dataset }],
      model_inputs: [{ model_id: "m-1" }],
    });
    expect(outputs).toEqual({ model_outputs: [{ model_id: "m-2", step: 3 }] });
    const { dataset_summaries: found } = await post("experiments/search-datasets", { experiment_ids: ["0"] });
    expect(found).toContainEqual({ experiment_id: "0", name: "train", digest: "83c1a4cc", context: "training" });
  });

  it("refuses datasets over the limits", async () => {
    const id = await newRun();
    const of = (more: object) => ({ run_id: id, datasets: [{ dataset: { ...dataset, ...more } }] });
    expect((await refusal("runs/log-inputs", of({ digest: "x".repeat(37) })))[2]).toContain(
      "datasets[0].dataset.digest",
    );
    expect((await refusal("runs/log-inputs", of({ name: "x".repeat(501) })))[0]).toBe(400);
    const many = Array.from({ length: 1001 }, (_, i) => ({ dataset: { ...dataset, digest: `${i}` } }));
    expect((await refusal("runs/log-inputs", { run_id: id, datasets: many }))[2]).toContain("at most 1000 datasets");
    expect((await refusal("runs/outputs", { run_id: id, models: [] }))[2]).toContain(
      "Missing value for required parameter 'models'",
    );
  });

  it("adds to the history of models that older clients keep in a tag", async () => {
    const id = await newRun();
    const model = { artifact_path: "model", flavors: {}, utc_time_created: "2026-01-01", run_id: id };
    for (const path of ["a", "b"])
      await post("runs/log-model", { run_id: id, model_json: JSON.stringify({ ...model, artifact_path: path }) });
    const history = JSON.parse((await tags(id))["mlflow.log-model.history"] ?? "[]");
    expect(history.map((m: { artifact_path: string }) => m.artifact_path)).toEqual(["a", "b"]);
    expect((await refusal("runs/log-model", { run_id: id, model_json: "{" }))[2]).toContain("not a valid JSON");
    expect((await refusal("runs/log-model", { run_id: id, model_json: "{}" }))[2]).toContain(
      "missing mandatory fields: artifact_path, flavors, utc_time_created, run_id",
    );
  });
});

describe("a run logged by a client is a run like any other", () => {
  it("has its six axes from what the client records, and slices from metrics", async () => {
    const id = await newRun({
      run_name: "hgb",
      tags: [
        { key: "mlflow.source.git.commit", value: "abc123" },
        { key: "mlflow.docker.image.id", value: "sha256:img" },
        { key: "countersign.feature_definitions", value: "v2" },
        { key: "countersign.eval_rows", value: "5000" },
      ],
    });
    const dataset = { name: "adult", digest: "11", source_type: "local", source: "{}" };
    await post("runs/log-inputs", {
      run_id: id,
      datasets: [{ tags: [{ key: "mlflow.data.context", value: "training" }], dataset }],
    });
    await post("runs/log-batch", {
      run_id: id,
      params: [
        { key: "lr", value: "0.1" },
        { key: "random_state", value: "11" },
      ],
      metrics: [
        { key: "recall", value: 0.7, timestamp: 1 },
        { key: "slice/sex/Female/recall", value: 0.6, timestamp: 1 },
        { key: "slice/sex/Female/n", value: 300, timestamp: 1 },
        { key: "slice/sex/Male/recall", value: 0.8, timestamp: 1 },
      ],
    });
    await post("runs/update", { run_id: id, status: "FINISHED", end_time: 1_795_434_125_374 });
    const [row] =
      await sql`select code_commit, dataset_snapshot, feature_definitions, hyperparameters, runtime_image, seed_policy,
      axis_details->'seed' as seed, params, slice_count from runs where id = ${id}`;
    expect({ ...row }).toEqual({
      code_commit: "abc123",
      dataset_snapshot: "adult@11",
      feature_definitions: "v2",
      hyperparameters: expect.stringMatching(/^sha256:/),
      runtime_image: "sha256:img",
      seed_policy: "fixed",
      seed: 11,
      params: { lr: 0.1, random_state: 11 },
      slice_count: 1,
    });
    const figures = await sql`select key, n from run_metrics where run_id = ${id} order by key`;
    expect(figures.map(({ key, n }) => [key, n])).toEqual([
      ["recall", 5000],
      ["slice/sex/Female/n", null],
      ["slice/sex/Female/recall", null],
      ["slice/sex/Male/recall", null],
    ]);
    const slices = await sql`select dimension, value, n, metrics from run_slices where run_id = ${id}`;
    expect(slices.map((s) => ({ ...s }))).toEqual([
      { dimension: "sex", value: "Female", n: 300, metrics: { recall: 0.6 } },
    ]);
    const [evaluation] = await sql`select warnings from run_evaluations where run_id = ${id}`;
    expect(evaluation?.warnings).toEqual(["The slice sex/Male has no number of rows: log it as slice/sex/Male/n."]);
  });
});
