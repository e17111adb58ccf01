import { describe, expect, it, test } from "vitest";
import { testDb } from "@/db/testing";
import { auditedActions } from "@/lib/auth/testing";
import { wireClient } from "../wire-testing";

const { db } = await testDb();
const { get, post, refusal, call, newRun, run } = await wireClient(db, "credit");
const other = await wireClient(db, "fraud");

const newExperiment = async (name: string): Promise<string> =>
  (await post("experiments/create", { name })).experiment_id;

describe("experiments", () => {
  it("has a default one from the start, and numbers others", async () => {
    expect((await get("experiments/get?experiment_id=0")).experiment).toMatchObject({
      experiment_id: "0",
      name: "Default",
      artifact_location: "mlflow-artifacts:/0",
      lifecycle_stage: "active",
    });
    const id = await newExperiment("churn");
    expect(Number(id)).toBeGreaterThan(0);
    expect(await newExperiment("uplift")).toBe(String(Number(id) + 1));
    expect((await get(`experiments/get?experiment_id=${id}`)).experiment.name).toBe("churn");
    expect(await auditedActions(db, id)).toContain("experiment.created");
  });

  it("keeps names apart, also from deleted ones, and finds deleted ones by name", async () => {
    const id = await newExperiment("spam");
    const inside = await newRun({ experiment_id: id });
    const kept = await newRun({ experiment_id: id });
    await post("runs/delete", { run_id: kept });
    await post("experiments/delete", { experiment_id: id });
    expect(await refusal("experiments/create", { name: "spam" })).toEqual([
      400,
      "RESOURCE_ALREADY_EXISTS",
      "Experiment(name=spam) already exists.",
    ]);
    expect((await get("experiments/get-by-name?experiment_name=spam")).experiment.lifecycle_stage).toBe("deleted");
    expect((await run(inside)).info.lifecycle_stage).toBe("deleted");
    expect((await refusal("experiments/delete", { experiment_id: id })).slice(0, 2)).toEqual([
      404,
      "RESOURCE_DOES_NOT_EXIST",
    ]);
    expect((await refusal("runs/create", { experiment_id: id })).slice(0, 2)).toEqual([400, "INVALID_PARAMETER_VALUE"]);
    expect((await refusal("experiments/update", { experiment_id: id, new_name: "ham" }))[1]).toBe("INVALID_STATE");
    await post("experiments/restore", { experiment_id: id });
    expect((await refusal("experiments/restore", { experiment_id: id }))[1]).toBe("RESOURCE_DOES_NOT_EXIST");
    expect((await run(kept)).info.lifecycle_stage).toBe("active");
    expect(await auditedActions(db, id)).toEqual(["experiment.created", "experiment.deleted", "experiment.restored"]);
  });

  it("renames, and sets and deletes tags", async () => {
    const id = await newExperiment("old name");
    await post("experiments/update", { experiment_id: id, new_name: "new name" });
    await post("experiments/set-experiment-tag", { experiment_id: id, key: "team", value: "a" });
    await post("experiments/set-experiment-tag", { experiment_id: id, key: "team", value: "b" });
    const { experiment } = await get(`experiments/get?experiment_id=${id}`);
    expect([experiment.name, experiment.tags]).toEqual(["new name", [{ key: "team", value: "b" }]]);
    expect(await refusal("experiments/update", { experiment_id: id, new_name: "Default" })).toEqual([
      400,
      "RESOURCE_ALREADY_EXISTS",
      "Experiment(name=Default) already exists.",
    ]);
    await post("experiments/delete-experiment-tag", { experiment_id: id, key: "team" });
    expect(await refusal("experiments/delete-experiment-tag", { experiment_id: id, key: "team" })).toEqual([
      404,
      "RESOURCE_DOES_NOT_EXIST",
      `No tag with name: team in experiment with id ${id}`,
    ]);
  });

  test.each([
    ["experiments/create", { name: "" }, "Missing value for required parameter 'name'."],
    [
      "experiments/create",
      { name: 123 },
      "Invalid value 123 for parameter 'name' supplied:  Hint: Value was of type 'int'.",
    ],
    ["experiments/create", { name: "x".repeat(501) }, "'name' exceeds the maximum length of 500 characters"],
    ["experiments/create", { name: "l", artifact_location: "x".repeat(2049) }, "'artifact_location' exceeds"],
    ["experiments/set-experiment-tag", { experiment_id: "0", key: "k", value: "x".repeat(5001) }, "'value' exceeds"],
    [
      "experiments/search-datasets",
      { experiment_ids: [] },
      "SearchDatasets request must specify at least one experiment_id.",
    ],
    [
      "experiments/search-datasets",
      { experiment_ids: Array.from({ length: 21 }, (_, i) => `${i}`) },
      "SearchDatasets request cannot specify more than 20",
    ],
  ])("%s refuses %j", async (path, body, message) => {
    expect(await refusal(path, body)).toEqual([400, "INVALID_PARAMETER_VALUE", expect.stringContaining(message)]);
  });

  it("finds none of another project", async () => {
    const id = await newExperiment("mine alone");
    expect((await other.call("GET", `experiments/get-by-name?experiment_name=mine alone`)).status).toBe(404);
    expect((await other.refusal("experiments/delete", { experiment_id: `${id}0` }))[0]).toBe(404);
    expect((await call("GET", "experiments/get?experiment_id=999")).body).toEqual({
      error_code: "RESOURCE_DOES_NOT_EXIST",
      message: "No Experiment with id=999 exists",
    });
  });
});
