import { describe, expect, it } from "vitest";
import { testDb } from "@/db/testing";
import { auditedActions } from "@/lib/auth/testing";
import { settleRunJob } from "@/lib/experiments/ingest/settle-run-job";
import { wireClient } from "../wire-testing";

const { db, sql } = await testDb();
const { project, post, refusal, newRun, run, metrics, tags } = await wireClient(db, "credit");
const other = await wireClient(db, "fraud");

const settle = (runId: string) =>
  settleRunJob({ projectId: project.id, runId }, { db, signal: new AbortController().signal });

describe("runs", () => {
  it("starts one with the name it is given, or one of its own", async () => {
    const named = await run(await newRun({ run_name: "r1", user_id: "root", tags: [{ key: "a", value: "1" }] }));
    expect(named.info).toEqual({
      run_uuid: named.info.run_id,
      run_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      experiment_id: "0",
      run_name: "r1",
      user_id: "root",
      status: "RUNNING",
      start_time: 1_795_434_122_208,
      artifact_uri: `mlflow-artifacts:/0/${named.info.run_id}/artifacts`,
      lifecycle_stage: "active",
    });
    expect(named.data).toEqual({
      tags: [
        { key: "a", value: "1" },
        { key: "mlflow.runName", value: "r1" },
      ],
    });
    expect(named.inputs).toEqual({});
    const unnamed = await run(await newRun());
    expect(unnamed.info.run_name).toMatch(/^[a-z]+-[a-z]+-\d+$/);
    expect(unnamed.data.tags).toEqual([{ key: "mlflow.runName", value: unnamed.info.run_name }]);
    expect((await post("runs/create", { experimentId: "0", startTime: "5" })).run.info.start_time).toBe(5);
    const tagged = await newRun({ tags: [{ key: "mlflow.runName", value: "by tag" }] });
    expect((await run(tagged)).info.run_name).toBe("by tag");
  });

  it("refuses a name beside a tag that says another, an unknown experiment, and a time that is none", async () => {
    const both = { experiment_id: "0", run_name: "a", tags: [{ key: "mlflow.runName", value: "b" }] };
    expect((await refusal("runs/create", both))[2]).toContain(
      "with different values (run_name='a', mlflow.runName='b')",
    );
    expect(await refusal("runs/create", { experiment_id: "4711" })).toEqual([
      404,
      "RESOURCE_DOES_NOT_EXIST",
      "No Experiment with id=4711 exists",
    ]);
    expect((await refusal("runs/create", { experiment_id: "0", start_time: -1 }))[0]).toBe(400);
    expect((await refusal("runs/create", { experiment_id: "0", start_time: "9007199254740991" }))[0]).toBe(400);
  });

  it("renames by update and by tag, each in step with the other", async () => {
    const id = await newRun({ run_name: "first" });
    expect((await post("runs/update", { run_uuid: id, run_id: id, run_name: "second" })).run_info.run_name).toBe(
      "second",
    );
    expect((await tags(id))["mlflow.runName"]).toBe("second");
    await post("runs/set-tag", { run_id: id, key: "mlflow.runName", value: "third" });
    expect((await run(id)).info.run_name).toBe("third");
  });

  it("ends once in the log, is packed with a digest, and is open again when it is taken up", async () => {
    const id = await newRun({ run_name: "ends" });
    await post("runs/log-metric", { run_id: id, key: "auc", value: 0.9, timestamp: 10, step: 1 });
    const { run_info } = await post("runs/update", { run_id: id, status: "FINISHED", end_time: 1_795_434_125_374 });
    expect(run_info).toMatchObject({ status: "FINISHED", end_time: 1_795_434_125_374, start_time: 1_795_434_122_208 });
    const read = async () =>
      (
        await sql`select metrics, metric_marks as marks, metrics_packed as packed, content_digest as digest, duration_seconds as seconds from runs where id = ${id}`
      )[0];
    const ended = await read();
    expect({ ...ended }).toEqual({
      metrics: { auc: 0.9 },
      marks: { auc: [1, 10] },
      packed: true,
      digest: expect.stringMatching(/^sha256:/),
      seconds: 3.166,
    });
    expect(await auditedActions(db, id)).toEqual(["run.logged"]);

    await post("runs/log-metric", { run_id: id, key: "late", value: "NaN", timestamp: 11 });
    expect(await read()).toMatchObject({ packed: false, digest: null });
    expect(await metrics(id)).toEqual({ auc: 0.9, late: "NaN" });
    await settle(id);
    const again = await read();
    expect(again).toMatchObject({ packed: true, metrics: { auc: 0.9, late: null } });
    expect(again?.digest).not.toBe(ended?.digest);
    expect(await metrics(id)).toEqual({ auc: 0.9, late: "NaN" });

    await post("runs/set-tag", { run_id: id, key: "note", value: "describing it does not make it another" });
    expect((await read())?.digest).toBe(again?.digest);
    await post("runs/update", { run_id: id, status: "RUNNING" });
    expect((await read())?.digest).toBeNull();
    await post("runs/update", { run_id: id, status: "FINISHED" });
    expect((await read())?.digest).toBe(again?.digest);
  });

  it("refuses everything that is logged to a deleted run, still shows it, and restores it", async () => {
    const id = await newRun();
    await post("runs/delete", { run_id: id });
    await post("runs/delete", { run_id: id });
    const said = [
      400,
      "INVALID_PARAMETER_VALUE",
      `The run ${id} must be in the 'active' state. Current state is deleted.`,
    ];
    const calls: [string, object][] = [
      ["runs/log-metric", { key: "a", value: 1, timestamp: 1 }],
      ["runs/log-parameter", { key: "a", value: "b" }],
      ["runs/set-tag", { key: "a", value: "b" }],
      ["runs/delete-tag", { key: "mlflow.runName" }],
      ["runs/log-batch", { metrics: [{ key: "a", value: 1, timestamp: 1 }] }],
      ["runs/update", { status: "FINISHED" }],
      ["runs/outputs", { models: [{ model_id: "m-1", step: 0 }] }],
      ["runs/log-inputs", { datasets: [{ dataset: { name: "d", digest: "1", source_type: "local", source: "{}" } }] }],
    ];
    for (const [path, body] of calls)
      expect([path, await refusal(path, { run_id: id, ...body })]).toEqual([path, said]);
    expect((await run(id)).info.lifecycle_stage).toBe("deleted");
    await post("runs/restore", { run_id: id });
    await post("runs/set-tag", { run_id: id, key: "a", value: "b" });
    expect((await run(id)).info.lifecycle_stage).toBe("active");
    expect(await auditedActions(db, id)).toEqual(["run.archived", "run.restored"]);
  });

  it("finds none of another project, whatever is asked of it", async () => {
    const id = await newRun();
    const said = [404, "RESOURCE_DOES_NOT_EXIST", `Run with id=${id} not found`];
    expect(Object.values((await other.call("GET", `runs/get?run_id=${id}`)).body)).toEqual(said.slice(1));
    const calls: [string, object][] = [
      ["runs/log-metric", { key: "a", value: 1, timestamp: 1 }],
      ["runs/log-batch", { tags: [{ key: "a", value: "b" }] }],
      ["runs/delete", {}],
      ["runs/update", { status: "FAILED" }],
    ];
    for (const [path, body] of calls) expect(await other.refusal(path, { run_id: id, ...body })).toEqual(said);
    expect((await other.call("GET", `metrics/get-history?run_id=${id}&metric_key=a`)).status).toBe(404);
  });

  it("asks for the scope to write", async () => {
    const reader = await wireClient(db, "readers", ["read"]);
    expect((await reader.refusal("runs/create", { experiment_id: "0" })).slice(0, 2)).toEqual([
      403,
      "PERMISSION_DENIED",
    ]);
    expect((await reader.refusal("runs/log-metric", { run_id: "a", key: "k", value: 1, timestamp: 1 }))[0]).toBe(403);
  });
});
