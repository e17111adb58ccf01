import type { Db } from "@/db/client";
import { createToken } from "@/lib/auth/commands/create-token";
import { wireClient } from "@/lib/mlflow/wire-testing";
import { createSource } from "./commands/create-source";
import { importingProject } from "./testing";

let number = 0;
export const start = Date.UTC(2026, 10, 20);

/** A project that is a tracking server by itself, and one that imports from it. */
export async function twoProjects(db: Db, address: string, experiments: string[] = []) {
  const there = await wireClient(db, `there-${++number}`, ["ingest", "read", "promote"]);
  const here = await importingProject(db, `here-${number}`);
  const { token } = await createToken(there.person, { name: "for import", scopes: ["read"], days: 30 });
  const add = () => createSource(here.admin, { name: "lab", url: address, auth: "token", secret: token, experiments });
  return { there, here, add, token };
}

export type There = Awaited<ReturnType<typeof twoProjects>>["there"];

/** Logs a running run with a history, a NaN and a parameter. */
export async function logRun(there: There, place: number, more: Record<string, unknown> = {}): Promise<string> {
  const id = await there.newRun({ run_name: `run-${place}`, start_time: start + place, user_id: "lia", ...more });
  const at = (step: number) => ({ key: "loss", value: 1 / (step + 1), timestamp: start + step, step });
  await there.post("runs/log-batch", {
    run_id: id,
    metrics: [at(0), at(1), at(2), { key: "auc", value: "NaN", timestamp: start, step: 0 }],
    params: [{ key: "depth", value: String(place) }],
    tags: [{ key: "mlflow.source.git.commit", value: "abc123" }],
  });
  return id;
}
export const endRun = (there: There, id: string, status = "FINISHED") =>
  there.post("runs/update", { run_id: id, status, end_time: start + 60_000 });
