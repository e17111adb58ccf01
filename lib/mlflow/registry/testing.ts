import type { Db } from "@/db/client";
import { runs } from "@/db/schema";
import { experiments } from "@/db/schema/experiments";
import { createTestProject, signedIn } from "@/lib/auth/testing";
import { wireClient } from "../testing";

export const rm = "/mlflow/registered-models";
export const mv = "/mlflow/model-versions";
const at = new Date("2026-11-25T10:00:00Z");

/** A project with an experiment "1", a scientist whose client may register, and what tests of the registry do with it. */
export async function registryScene(db: Db) {
  const project = await createTestProject(db, "credit");
  const maya = await signedIn(db, project, "maya", ["data_scientist"]);
  const call = await wireClient(maya, ["read", "ingest", "promote"]);
  const reader = await wireClient(maya, ["read"]);
  await db.insert(experiments).values({ projectId: project.id, id: "1", name: "exp1", createdAt: at });
  let n = 0;
  async function newRun(status: "FINISHED" | "RUNNING" = "FINISHED") {
    const id = (++n).toString(16).padStart(32, "0");
    await db.insert(runs).values({
      projectId: project.id,
      id,
      experimentId: "1",
      name: `run-${n}`,
      status,
      startedAt: at,
      contentDigest: status === "FINISHED" ? `sha256:${id}` : null,
      importedAt: at,
    });
    return id;
  }
  const newModel = async (name: string) => (await call("POST", `${rm}/create`, { name })).body.registered_model;
  async function newVersion(name: string) {
    const run_id = await newRun();
    const { status, body } = await call("POST", `${mv}/create`, { name, source: `runs:/${run_id}/model`, run_id });
    if (status !== 200) throw new Error(body.message);
    return body.model_version as { version: string; run_id: string };
  }
  const refusal = async (method: string, path: string, input: object, by = call) => {
    const { status, body } = await by(method, path, input);
    return [status, body.error_code, body.message];
  };
  return { project, maya, call, reader, newRun, newModel, newVersion, refusal };
}
